"""The gate's answers, written by hand from the two policies: read them against the documents, never against the code.

A block's head names the preset and the kinds of recipient it speaks for. A row stands for every combination of its left half;
``any`` means that nothing in that column changes the answer. The right half answers for name, phone, address and email: ``pass``
or the reason; ``"`` repeats the answer to its left.

Everywhere the recipient is switched on, its own list holds all four fields and so does a consent: what shuts the gate is the
policy, the ground with its paper, the customer's word or a wish. ``later`` is a consent given after the day of telling.
"""

# The customer wishes for nothing stricter. O'PETIT 4: a carrier is told name, phone and address, with consent; an agency what its
# letter asks; a firm that the service needs, with consent unless a law is cited. Partyshop 2, 4, 7: nobody but the law.
WITHOUT_WISHES = """
[delivery: shipping_partner]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | not_asked                 "              "              beyond_policy
consent        any      any    given     | pass                      pass           pass           beyond_policy
consent        any      any    refused   | refused                   "              "              beyond_policy
consent        any      any    withdrawn | withdrawn                 "              "              beyond_policy
consent        any      any    later     | consent_later             "              "              beyond_policy
service        no       any    any       | service_not_for_carriers  "              "              "
service        yes      any    any       | service_not_for_carriers  "              "              "
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[delivery: state_agency]
# basis        citation letter consent   | name                      phone          address        email
consent        any      no     any       | agency_needs_letter       "              "              "
consent        any      yes    any       | agency_needs_letter       "              "              "
service        no       any    any       | agency_needs_letter       "              "              "
service        yes      any    any       | agency_needs_letter       "              "              "
state_request  any      no     any       | no_letter                 "              "              "
state_request  any      yes    any       | pass                      pass           pass           pass
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[delivery: service_provider]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | not_asked                 "              "              "
consent        any      any    given     | pass                      pass           pass           pass
consent        any      any    refused   | refused                   "              "              "
consent        any      any    withdrawn | withdrawn                 "              "              "
consent        any      any    later     | consent_later             "              "              "
service        no       any    none      | not_asked                 "              "              "
service        no       any    given     | pass                      pass           pass           pass
service        no       any    refused   | refused                   "              "              "
service        no       any    withdrawn | withdrawn                 "              "              "
service        no       any    later     | consent_later             "              "              "
service        yes      any    none      | pass                      pass           pass           pass
service        yes      any    given     | pass                      pass           pass           pass
service        yes      any    refused   | pass                      pass           pass           pass
service        yes      any    withdrawn | pass                      pass           pass           pass
service        yes      any    later     | pass                      pass           pass           pass
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[delivery: security_firm]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | not_asked                 "              "              "
consent        any      any    given     | pass                      pass           pass           pass
consent        any      any    refused   | refused                   "              "              "
consent        any      any    withdrawn | withdrawn                 "              "              "
consent        any      any    later     | consent_later             "              "              "
service        no       any    none      | not_asked                 "              "              "
service        no       any    given     | pass                      pass           pass           pass
service        no       any    refused   | refused                   "              "              "
service        no       any    withdrawn | withdrawn                 "              "              "
service        no       any    later     | consent_later             "              "              "
service        yes      any    none      | pass                      pass           pass           pass
service        yes      any    given     | pass                      pass           pass           pass
service        yes      any    refused   | pass                      pass           pass           pass
service        yes      any    withdrawn | pass                      pass           pass           pass
service        yes      any    later     | pass                      pass           pass           pass
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[in_store: shipping_partner]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | policy_shares_not         "              "              "
consent        any      any    given     | policy_shares_not         "              "              "
consent        any      any    refused   | policy_shares_not         "              "              "
consent        any      any    withdrawn | policy_shares_not         "              "              "
consent        any      any    later     | policy_shares_not         "              "              "
service        no       any    any       | policy_shares_not         "              "              "
service        yes      any    any       | policy_shares_not         "              "              "
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[in_store: state_agency]
# basis        citation letter consent   | name                      phone          address        email
consent        any      no     any       | agency_needs_letter       "              "              "
consent        any      yes    any       | agency_needs_letter       "              "              "
service        no       any    any       | agency_needs_letter       "              "              "
service        yes      any    any       | agency_needs_letter       "              "              "
state_request  any      no     any       | no_letter                 "              "              "
state_request  any      yes    any       | pass                      pass           pass           pass
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[in_store: service_provider]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | policy_shares_not         "              "              "
consent        any      any    given     | policy_shares_not         "              "              "
consent        any      any    refused   | policy_shares_not         "              "              "
consent        any      any    withdrawn | policy_shares_not         "              "              "
consent        any      any    later     | policy_shares_not         "              "              "
service        no       any    any       | policy_shares_not         "              "              "
service        yes      any    any       | policy_shares_not         "              "              "
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass

[in_store: security_firm]
# basis        citation letter consent   | name                      phone          address        email
consent        any      any    none      | policy_shares_not         "              "              "
consent        any      any    given     | policy_shares_not         "              "              "
consent        any      any    refused   | policy_shares_not         "              "              "
consent        any      any    withdrawn | policy_shares_not         "              "              "
consent        any      any    later     | policy_shares_not         "              "              "
service        no       any    any       | policy_shares_not         "              "              "
service        yes      any    any       | policy_shares_not         "              "              "
state_request  any      no     any       | not_an_agency             "              "              "
state_request  any      yes    any       | not_an_agency             "              "              "
law            no       any    any       | no_citation               "              "              "
law            yes      any    any       | pass                      pass           pass           pass
"""

# Partyshop 7 lets a customer ask for more; the law alone is above that. ``all`` is every wish at once. Promotions and calls are
# for the lists of those whom the shop writes to or rings up; they take nothing off a parcel's label.
WITH_WISHES = """
[delivery: shipping_partner]
# basis        citation letter consent   wish             | name                      phone      address         email
consent        any      any    any       processing       | restricted                "          "               "
consent        any      any    any       not_to_recipient | wish_recipient            "          "               "
consent        any      any    any       all              | restricted                "          "               "
consent        any      any    none      hide_address     | not_asked                 not_asked  address_hidden  beyond_policy
consent        any      any    given     hide_address     | pass                      pass       address_hidden  beyond_policy
consent        any      any    refused   hide_address     | refused                   refused    address_hidden  beyond_policy
consent        any      any    withdrawn hide_address     | withdrawn                 withdrawn  address_hidden  beyond_policy
consent        any      any    later     hide_address     | consent_later             "          address_hidden  beyond_policy
consent        any      any    none      no_promotions    | not_asked                 "          "               beyond_policy
consent        any      any    given     no_promotions    | pass                      pass       pass            beyond_policy
consent        any      any    refused   no_promotions    | refused                   "          "               beyond_policy
consent        any      any    withdrawn no_promotions    | withdrawn                 "          "               beyond_policy
consent        any      any    later     no_promotions    | consent_later             "          "               beyond_policy
consent        any      any    none      no_calls         | not_asked                 "          "               beyond_policy
consent        any      any    given     no_calls         | pass                      pass       pass            beyond_policy
consent        any      any    refused   no_calls         | refused                   "          "               beyond_policy
consent        any      any    withdrawn no_calls         | withdrawn                 "          "               beyond_policy
consent        any      any    later     no_calls         | consent_later             "          "               beyond_policy
service        any      any    any       processing       | restricted                "          "               "
service        any      any    any       no_promotions    | service_not_for_carriers  "          "               "
service        any      any    any       no_calls         | service_not_for_carriers  "          "               "
service        any      any    any       not_to_recipient | service_not_for_carriers  "          "               "
service        any      any    any       hide_address     | service_not_for_carriers  "          "               "
service        any      any    any       all              | restricted                "          "               "
state_request  any      any    any       any              | not_an_agency             "          "               "
law            no       any    any       any              | no_citation               "          "               "
law            yes      any    any       any              | pass                      pass       pass            pass

[delivery: service_provider, security_firm]
# basis        citation letter consent   wish             | name                      phone      address         email
consent        any      any    any       processing       | restricted                "          "               "
consent        any      any    any       not_to_recipient | wish_recipient            "          "               "
consent        any      any    any       all              | restricted                "          "               "
consent        any      any    none      hide_address     | not_asked                 not_asked  address_hidden  not_asked
consent        any      any    given     hide_address     | pass                      pass       address_hidden  pass
consent        any      any    refused   hide_address     | refused                   refused    address_hidden  refused
consent        any      any    withdrawn hide_address     | withdrawn                 withdrawn  address_hidden  withdrawn
consent        any      any    later     hide_address     | consent_later             "          address_hidden  consent_later
consent        any      any    none      no_promotions    | not_asked                 "          "               "
consent        any      any    given     no_promotions    | pass                      pass       pass            pass
consent        any      any    refused   no_promotions    | refused                   "          "               "
consent        any      any    withdrawn no_promotions    | withdrawn                 "          "               "
consent        any      any    later     no_promotions    | consent_later             "          "               "
consent        any      any    none      no_calls         | not_asked                 "          "               "
consent        any      any    given     no_calls         | pass                      pass       pass            pass
consent        any      any    refused   no_calls         | refused                   "          "               "
consent        any      any    withdrawn no_calls         | withdrawn                 "          "               "
consent        any      any    later     no_calls         | consent_later             "          "               "
service        no       any    any       processing       | restricted                "          "               "
service        no       any    any       not_to_recipient | wish_recipient            "          "               "
service        no       any    any       all              | restricted                "          "               "
service        no       any    none      hide_address     | not_asked                 not_asked  address_hidden  not_asked
service        no       any    given     hide_address     | pass                      pass       address_hidden  pass
service        no       any    refused   hide_address     | refused                   refused    address_hidden  refused
service        no       any    withdrawn hide_address     | withdrawn                 withdrawn  address_hidden  withdrawn
service        no       any    later     hide_address     | consent_later             "          address_hidden  consent_later
service        no       any    none      no_promotions    | not_asked                 "          "               "
service        no       any    given     no_promotions    | pass                      pass       pass            pass
service        no       any    refused   no_promotions    | refused                   "          "               "
service        no       any    withdrawn no_promotions    | withdrawn                 "          "               "
service        no       any    later     no_promotions    | consent_later             "          "               "
service        no       any    none      no_calls         | not_asked                 "          "               "
service        no       any    given     no_calls         | pass                      pass       pass            pass
service        no       any    refused   no_calls         | refused                   "          "               "
service        no       any    withdrawn no_calls         | withdrawn                 "          "               "
service        no       any    later     no_calls         | consent_later             "          "               "
service        yes      any    any       processing       | restricted                "          "               "
service        yes      any    any       no_promotions    | pass                      pass       pass            pass
service        yes      any    any       no_calls         | pass                      pass       pass            pass
service        yes      any    any       not_to_recipient | wish_recipient            "          "               "
service        yes      any    any       hide_address     | pass                      pass       address_hidden  pass
service        yes      any    any       all              | restricted                "          "               "
state_request  any      any    any       any              | not_an_agency             "          "               "
law            no       any    any       any              | no_citation               "          "               "
law            yes      any    any       any              | pass                      pass       pass            pass

[in_store: shipping_partner, service_provider, security_firm]
# basis        citation letter consent   wish             | name                      phone      address         email
consent        any      any    any       processing       | restricted                "          "               "
consent        any      any    any       no_promotions    | policy_shares_not         "          "               "
consent        any      any    any       no_calls         | policy_shares_not         "          "               "
consent        any      any    any       not_to_recipient | policy_shares_not         "          "               "
consent        any      any    any       hide_address     | policy_shares_not         "          "               "
consent        any      any    any       all              | restricted                "          "               "
service        any      any    any       processing       | restricted                "          "               "
service        any      any    any       no_promotions    | policy_shares_not         "          "               "
service        any      any    any       no_calls         | policy_shares_not         "          "               "
service        any      any    any       not_to_recipient | policy_shares_not         "          "               "
service        any      any    any       hide_address     | policy_shares_not         "          "               "
service        any      any    any       all              | restricted                "          "               "
state_request  any      any    any       any              | not_an_agency             "          "               "
law            no       any    any       any              | no_citation               "          "               "
law            yes      any    any       any              | pass                      pass       pass            pass

[delivery, in_store: state_agency]
# basis        citation letter consent   wish             | name                      phone      address         email
consent        any      any    any       processing       | restricted                "          "               "
consent        any      any    any       no_promotions    | agency_needs_letter       "          "               "
consent        any      any    any       no_calls         | agency_needs_letter       "          "               "
consent        any      any    any       not_to_recipient | agency_needs_letter       "          "               "
consent        any      any    any       hide_address     | agency_needs_letter       "          "               "
consent        any      any    any       all              | restricted                "          "               "
service        any      any    any       processing       | restricted                "          "               "
service        any      any    any       no_promotions    | agency_needs_letter       "          "               "
service        any      any    any       no_calls         | agency_needs_letter       "          "               "
service        any      any    any       not_to_recipient | agency_needs_letter       "          "               "
service        any      any    any       hide_address     | agency_needs_letter       "          "               "
service        any      any    any       all              | restricted                "          "               "
state_request  any      no     any       any              | no_letter                 "          "               "
state_request  any      yes    any       any              | pass                      pass       pass            pass
law            no       any    any       any              | no_citation               "          "               "
law            yes      any    any       any              | pass                      pass       pass            pass
"""
