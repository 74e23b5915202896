; Per-user installer in English and Simplified Chinese; no administrator rights.
Unicode true
!include MUI2.nsh
Name "Credit Workbench"
OutFile "..\..\dist\credit-workbench-setup.exe"
Icon "..\..\build\workbench.ico"
UninstallIcon "..\..\build\workbench.ico"
InstallDir "$LOCALAPPDATA\Programs\Credit Workbench"
RequestExecutionLevel user
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
Section
  SetOutPath "$INSTDIR"
  File /r "..\..\dist\credit-workbench\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Credit Workbench.lnk" "$INSTDIR\credit-workbench.exe"
SectionEnd
Section "Uninstall"
  Delete "$SMPROGRAMS\Credit Workbench.lnk"
  RMDir /r "$INSTDIR"
SectionEnd
