; Installs Giữ Lời for one user, without an administrator. The bundle, its version and its names come from packaging/installer.py.
;
; An update is laid out beside the old program and then changes places with it by renaming, so that at no time half of each is there.
; _internal\files.txt names what came with a version; that, and nothing else, is deleted with it.

Unicode true
!ifdef WIDE
  Target amd64-unicode
!endif
!ifdef QUICK ; for trying an update: packed in seconds
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 16
!endif
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "TextFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define REMOVAL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${FILE_NAME}"
!define OWN_KEY "Software\${FILE_NAME}"
!define PATIENCE 60 ; half seconds that a silent installer waits for the program to close
!define TOO_OLD_WINDOWS 2
!define NEWER_INSTALLED 3
!define NOT_WRITTEN 4
!define STILL_RUNNING 5

Name "${TITLE}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${FILE_NAME}"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"
BrandingText "${TITLE} ${VERSION}"
MiscButtonText "$(BACK)" "$(NEXT)" "$(CANCEL)" "$(CLOSE)"
ShowInstDetails nevershow
ShowUninstDetails nevershow
AllowSkipFiles off

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "${TITLE}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "CompanyName" "${COMPANY}"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT"

!ifdef SIGN
  !uninstfinalize `${SIGN} "%1"`
!endif

Var OldVersion
Var DeleteData
Var DeleteDataBox

; ---- pages ---------------------------------------------------------------------------------------------------------

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_WINDOWTITLE "${TITLE}"
!define MUI_LANGDLL_INFO "Chọn ngôn ngữ / Choose a language"
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${OWN_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"

!define MUI_WELCOMEPAGE_TITLE "$(WELCOME_TITLE)"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME_TEXT)"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(FOLDER_TEXT)"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(FINISH_TITLE)"
!define MUI_FINISHPAGE_TEXT "$(FINISH_TEXT)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXECUTABLE}"
!define MUI_FINISHPAGE_RUN_TEXT "$(FINISH_RUN)"
!insertmacro MUI_PAGE_FINISH

UninstPage custom un.AskAboutData un.LeaveData
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGEEX "${LANGUAGES}" "Vietnamese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

; ---- words ---------------------------------------------------------------------------------------------------------

LangString BACK ${LANG_VIETNAMESE} "< &Quay lại"
LangString BACK ${LANG_ENGLISH} "< &Back"
LangString NEXT ${LANG_VIETNAMESE} "&Tiếp tục >"
LangString NEXT ${LANG_ENGLISH} "&Next >"
LangString CANCEL ${LANG_VIETNAMESE} "&Hủy"
LangString CANCEL ${LANG_ENGLISH} "&Cancel"
LangString CLOSE ${LANG_VIETNAMESE} "Đón&g"
LangString CLOSE ${LANG_ENGLISH} "C&lose"

LangString WELCOME_TITLE ${LANG_VIETNAMESE} "Cài đặt ${TITLE} ${VERSION}"
LangString WELCOME_TITLE ${LANG_ENGLISH} "Install ${TITLE} ${VERSION}"
LangString WELCOME_TEXT ${LANG_VIETNAMESE} "${TITLE} giúp cửa hàng giữ đúng những điều đã hứa với khách trong chính sách bảo mật của mình.$\r$\n$\r$\nChương trình chỉ cài cho riêng bạn trên máy này, không cần quyền quản trị. Nếu máy đã có ${TITLE} thì bản cũ được thay bằng bản này; dữ liệu của cửa hàng vẫn còn nguyên.$\r$\n$\r$\nBấm “Tiếp tục” để bắt đầu."
LangString WELCOME_TEXT ${LANG_ENGLISH} "${TITLE} helps a shop keep what it promised its customers in its own privacy policy.$\r$\n$\r$\nIt is installed for you alone and needs no administrator. An older ${TITLE} on this computer is replaced by this one; the shop's data stays as it is.$\r$\n$\r$\nPress “Next” to begin."
LangString FOLDER_TEXT ${LANG_VIETNAMESE} "${TITLE} sẽ được cài vào thư mục dưới đây. Thường thì không cần đổi; muốn đổi thì bấm “Duyệt”."
LangString FOLDER_TEXT ${LANG_ENGLISH} "${TITLE} will be installed in the folder below. There is usually no need to change it; press “Browse” if you want another one."
LangString FINISH_TITLE ${LANG_VIETNAMESE} "Đã cài xong ${TITLE}"
LangString FINISH_TITLE ${LANG_ENGLISH} "${TITLE} is installed"
LangString FINISH_TEXT ${LANG_VIETNAMESE} "Bạn mở ${TITLE} bằng biểu tượng trên màn hình nền hoặc trong trình đơn Start."
LangString FINISH_TEXT ${LANG_ENGLISH} "Open ${TITLE} by its icon on the desktop or in the Start menu."
LangString FINISH_RUN ${LANG_VIETNAMESE} "&Mở ${TITLE} ngay"
LangString FINISH_RUN ${LANG_ENGLISH} "&Open ${TITLE} now"

LangString TOO_OLD ${LANG_VIETNAMESE} "${TITLE} cần Windows 10 (64 bit) trở lên. Chưa có gì được cài vào máy."
LangString TOO_OLD ${LANG_ENGLISH} "${TITLE} needs Windows 10 (64-bit) or newer. Nothing was installed."
LangString NEWER ${LANG_VIETNAMESE} "Máy này đang dùng ${TITLE} $OldVersion, mới hơn bản ${VERSION} này. Bản cũ không mở được dữ liệu của bản mới, nên không cài nữa; chương trình trên máy vẫn như trước."
LangString NEWER ${LANG_ENGLISH} "This computer has ${TITLE} $OldVersion, which is newer than ${VERSION}. An older version cannot open a newer one's data, so nothing was installed and nothing was changed."
LangString RUNNING ${LANG_VIETNAMESE} "${TITLE} đang mở. Hãy lưu việc đang làm, đóng cửa sổ ${TITLE}, rồi bấm “Thử lại” (Retry).$\r$\n$\r$\nBấm “Hủy” (Cancel) thì chương trình trên máy vẫn như trước."
LangString RUNNING ${LANG_ENGLISH} "${TITLE} is open. Save your work, close its window, then press “Retry”.$\r$\n$\r$\nIf you press “Cancel”, the program on this computer stays as it was."
LangString NOT_INSTALLED ${LANG_VIETNAMESE} "Không cài được: có thể ổ đĩa đã đầy, hoặc một chương trình khác đang giữ tệp trong thư mục $INSTDIR.$\r$\n$\r$\nNếu trước đó máy đã có ${TITLE} thì bản ấy vẫn còn nguyên. Hãy khởi động lại máy rồi cài lần nữa."
LangString NOT_INSTALLED ${LANG_ENGLISH} "The program could not be installed: the disk may be full, or another program holds files in $INSTDIR.$\r$\n$\r$\nIf ${TITLE} was on this computer before, it is still whole. Restart the computer and try again."

LangString DATA_TITLE ${LANG_VIETNAMESE} "Gỡ ${TITLE}"
LangString DATA_TITLE ${LANG_ENGLISH} "Remove ${TITLE}"
LangString DATA_SUBTITLE ${LANG_VIETNAMESE} "Chương trình được gỡ đi, dữ liệu của cửa hàng thì để lại."
LangString DATA_SUBTITLE ${LANG_ENGLISH} "The program goes, the shop's data stays."
LangString DATA_TEXT ${LANG_VIETNAMESE} "Khách hàng, khiếu nại và chứng cứ của cửa hàng nằm trong thư mục:"
LangString DATA_TEXT ${LANG_ENGLISH} "The shop's customers, complaints and evidence lie in the folder:"
LangString DATA_AGAIN ${LANG_VIETNAMESE} "Cài lại ${TITLE} thì mở tiếp được dữ liệu này bằng mật khẩu của bạn."
LangString DATA_AGAIN ${LANG_ENGLISH} "If you install ${TITLE} again, your passphrase opens this data as before."
LangString DATA_BOX ${LANG_VIETNAMESE} "&Xóa luôn dữ liệu của cửa hàng (xóa rồi thì không lấy lại được)"
LangString DATA_BOX ${LANG_ENGLISH} "&Delete the shop's data too (it cannot be brought back)"
LangString DATA_SURE ${LANG_VIETNAMESE} "Xóa hẳn mọi dữ liệu của cửa hàng trong thư mục $LOCALAPPDATA\${DATA_FOLDER}?$\r$\n$\r$\nKhông ai lấy lại được, kể cả khi còn mật khẩu. Bấm “Không” (No) để giữ lại."
LangString DATA_SURE ${LANG_ENGLISH} "Delete all of the shop's data in the folder $LOCALAPPDATA\${DATA_FOLDER}?$\r$\n$\r$\nNobody can bring it back, not even with the passphrase. Press “No” to keep it."
LangString REMOVE ${LANG_VIETNAMESE} "&Gỡ bỏ"
LangString REMOVE ${LANG_ENGLISH} "&Remove"

; ---- parts used by both the installer and the remover ----------------------------------------------------------------

!macro SHARED UN

; Pushes 1 while the program runs: Windows lets nobody write to a running program's file.
Function ${UN}IsRunning
  Push $0
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${EXECUTABLE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXECUTABLE}" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $0
      StrCpy $0 0
    ${EndIf}
  ${EndIf}
  Exch $0
FunctionEnd

; Asks the owner to close the program; in silence asks the program itself, as the cross on its window does. Never kills it.
Function ${UN}WaitUntilClosed
  Push $0
  Push $1
  Call ${UN}IsRunning
  Pop $0
  ${If} $0 == 1
  ${AndIf} ${Silent}
    nsExec::Exec '"$SYSDIR\taskkill.exe" /IM "${EXECUTABLE}"'
    Pop $1
    ${For} $1 1 ${PATIENCE}
      Sleep 500
      Call ${UN}IsRunning
      Pop $0
      ${If} $0 == 0
        ${ExitFor}
      ${EndIf}
    ${Next}
  ${EndIf}
  ${DoWhile} $0 == 1
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${STILL_RUNNING}
      Quit
    ${EndIf}
    Call ${UN}IsRunning
    Pop $0
  ${Loop}
  Pop $1
  Pop $0
FunctionEnd

; Deletes what the list in a folder names, and the folder itself if that leaves it empty: an owner's own file stays.
Function ${UN}RemoveListed
  Exch $0
  Push $1
  Push $2
  Push $3
  ClearErrors
  FileOpen $1 "$0\files.txt" r
  ${IfNot} ${Errors}
    ${Do}
      ClearErrors
      FileRead $1 $2
      ${If} ${Errors}
        ${ExitDo}
      ${EndIf}
      ${${UN}TrimNewLines} "$2" $2
      StrCpy $3 $2 1 -1
      ${If} $2 == ""
      ${ElseIf} $3 == "\"
        StrCpy $2 $2 -1
        RMDir "$0\$2"
      ${ElseIf} $2 != "files.txt"
        Delete "$0\$2"
      ${EndIf}
    ${Loop}
    FileClose $1
    Delete "$0\files.txt"
  ${EndIf}
  RMDir "$0"
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

; ---- installing ------------------------------------------------------------------------------------------------------

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel ${TOO_OLD_WINDOWS}
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${OWN_KEY}" "Language"
  ${If} $0 == ""
    StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  ${EndIf}
  !insertmacro MUI_LANGDLL_DISPLAY
  ReadRegStr $OldVersion HKCU "${REMOVAL_KEY}" "DisplayVersion"
  ${If} $OldVersion != ""
    ${VersionCompare} "${VERSION}" "$OldVersion" $0
    ${If} $0 == 2
      MessageBox MB_ICONINFORMATION "$(NEWER)" /SD IDOK
      SetErrorLevel ${NEWER_INSTALLED}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

; An update goes where the program is.
Function SkipWhenUpdating
  ${If} $OldVersion != ""
    Abort
  ${EndIf}
FunctionEnd

; What a power cut left behind in the middle of an update: the older program comes back, or its rest goes.
Function MendInterrupted
  ${If} ${FileExists} "$INSTDIR\_old.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\${EXECUTABLE}"
    Call PutBack
  ${ElseIf} ${FileExists} "$INSTDIR\_old\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\_internal\*.*"
    Call PutBack
  ${EndIf}
  Call ForgetOld
  RMDir /r "$INSTDIR\_new"
FunctionEnd

; Undoes a change of places that did not come to its end.
Function PutBack
  ${If} ${FileExists} "$INSTDIR\_old\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_old" "$INSTDIR\_internal"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_old.exe"
    Delete "$INSTDIR\${EXECUTABLE}"
    Rename "$INSTDIR\_old.exe" "$INSTDIR\${EXECUTABLE}"
  ${EndIf}
FunctionEnd

; The older program goes; a file that the owner had put among its files stays, in a folder that says so.
Function ForgetOld
  Delete "$INSTDIR\_old.exe"
  ${If} ${FileExists} "$INSTDIR\_old\*.*"
    Push "$INSTDIR\_old"
    Call RemoveListed
    ${If} ${FileExists} "$INSTDIR\_old\*.*"
      ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
      Rename "$INSTDIR\_old" "$INSTDIR\kept-$2$1$0-$4$5$6"
    ${EndIf}
  ${EndIf}
FunctionEnd

; The old program steps aside and the new one takes its place; leaves the error flag set if that was refused.
Function ChangePlaces
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    Rename "$INSTDIR\_internal" "$INSTDIR\_old"
    ${If} ${Errors}
      Return
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${EXECUTABLE}"
    Rename "$INSTDIR\${EXECUTABLE}" "$INSTDIR\_old.exe"
  ${EndIf}
  ${IfNot} ${Errors}
    Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
    Rename "$INSTDIR\_new\${EXECUTABLE}" "$INSTDIR\${EXECUTABLE}"
  ${EndIf}
  ${If} ${Errors}
    Call PutBack
    SetErrors
  ${EndIf}
FunctionEnd

Function GiveUp
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\_new"
  RMDir "$INSTDIR"
  MessageBox MB_ICONSTOP "$(NOT_INSTALLED)" /SD IDOK
  SetErrorLevel ${NOT_WRITTEN}
  Quit
FunctionEnd

Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\_new"
FunctionEnd

Section "-Program"
  Call WaitUntilClosed
  Call MendInterrupted
  SetOutPath "$INSTDIR\_new"
  SetOverwrite try
  ClearErrors
  File /r "${BUNDLE}/*"
  ${If} ${Errors}
    Call GiveUp
  ${EndIf}
  SetOutPath "$INSTDIR"
  Call WaitUntilClosed
  Call ChangePlaces
  ${If} ${Errors}
    Call GiveUp
  ${EndIf}
  RMDir "$INSTDIR\_new"
  Call ForgetOld
  Call Register
  Call MakeShortcuts
SectionEnd

Function Register
  SetOverwrite on
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${OWN_KEY}" "Language" "$LANGUAGE"
  WriteRegStr HKCU "${REMOVAL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${REMOVAL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL_KEY}" "DisplayIcon" "$INSTDIR\${EXECUTABLE}"
  WriteRegStr HKCU "${REMOVAL_KEY}" "Publisher" "${COMPANY}"
  WriteRegStr HKCU "${REMOVAL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${REMOVAL_KEY}" "EstimatedSize" $0
FunctionEnd

; An update does not bring back an icon that the owner took off her desktop.
Function MakeShortcuts
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${EXECUTABLE}"
  ${If} $OldVersion == ""
  ${OrIf} ${FileExists} "$DESKTOP\${TITLE}.lnk"
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${EXECUTABLE}"
  ${EndIf}
FunctionEnd

; ---- removing --------------------------------------------------------------------------------------------------------

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  StrCpy $DeleteData 0
FunctionEnd

Function un.AskAboutData
  !insertmacro MUI_HEADER_TEXT "$(DATA_TITLE)" "$(DATA_SUBTITLE)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 12u "$(DATA_TEXT)"
  Pop $0
  ${NSD_CreateText} 0 14u 100% 13u "$LOCALAPPDATA\${DATA_FOLDER}"
  Pop $0
  SendMessage $0 ${EM_SETREADONLY} 1 0
  ${NSD_CreateLabel} 0 34u 100% 12u "$(DATA_AGAIN)"
  Pop $0
  ${NSD_CreateCheckbox} 0 58u 100% 12u "$(DATA_BOX)"
  Pop $DeleteDataBox
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(REMOVE)"
  nsDialogs::Show
FunctionEnd

Function un.LeaveData
  ${NSD_GetState} $DeleteDataBox $DeleteData
  ${If} $DeleteData == ${BST_CHECKED}
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(DATA_SURE)" /SD IDNO IDNO`
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  Push "$INSTDIR\_internal"
  Call un.RemoveListed
  Delete "$INSTDIR\${EXECUTABLE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  DeleteRegKey HKCU "${REMOVAL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
  ${If} $DeleteData == 1
    RMDir /r "$LOCALAPPDATA\${DATA_FOLDER}"
    RMDir /r "$LOCALAPPDATA\${DATA_FOLDER}-demo"
  ${EndIf}
SectionEnd
