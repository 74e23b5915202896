@echo off
rem Freeze the program on Windows; with NSIS on the path, make the installer too.
cd /d "%~dp0\..\.."
python -m venv build\venv || exit /b 1
build\venv\Scripts\pip install -q ".[window,develop,sign,postgresql,keyring]" "pyinstaller>=6.10" || exit /b 1
build\venv\Scripts\pyinstaller --noconfirm --log-level WARN installer\workbench.spec || exit /b 1
dist\credit-workbench\workbench.exe --selfcheck || exit /b 1
where makensis >nul 2>nul && makensis installer\windows\setup.nsi
