"""Alembic's entry: runs on the connection it is handed, so that no key ever stands in a file or an address."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
