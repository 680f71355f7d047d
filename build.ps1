# Builds, tests and runs Equivariant on Windows: the verbs of build.sh. Needs the .NET 10 SDK.
param([Parameter(Position = 0)][string]$Verb, [Parameter(ValueFromRemainingArguments = $true)][string[]]$Rest)
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
$env:DOTNET_NOLOGO = 1
if ($Rest -and $Rest[0] -eq '--') { $Rest = @($Rest | Select-Object -Skip 1) }

function Restore {
    $log = dotnet restore Equivariant.sln --verbosity quiet 2>&1
    if ($LASTEXITCODE -ne 0) { $log | Write-Host; exit 1 }
}

function Build {
    Restore
    $log = dotnet build Equivariant.sln --no-restore --configuration Release --nologo --verbosity quiet 2>&1
    if ($LASTEXITCODE -ne 0) { $log | Write-Host; exit 1 }
}

function Invoke-Command-Line([string[]]$Arguments) {
    dotnet Equivariant.Cli/bin/Release/net10.0/equivariant.dll @Arguments
    exit $LASTEXITCODE
}

# Without --full the tests marked [Trait("Length", "Full")] are left out, of the caller's filter too.
function Test([string[]]$Arguments) {
    $passed = 0; $failed = 0; $skipped = 0
    $filters = @('Length!=Full'); $others = @()
    for ($i = 0; $i -lt $Arguments.Count; $i++) {
        if ($Arguments[$i] -eq '--full') { $filters = @($filters | Where-Object { $_ -ne 'Length!=Full' }) }
        elseif ($Arguments[$i] -eq '--filter') { $i++; $filters += "($($Arguments[$i]))" }
        elseif ($Arguments[$i] -like '--filter=*') { $filters += "($($Arguments[$i].Substring(9)))" }
        else { $others += $Arguments[$i] }
    }
    if ($filters) { $others += '--filter', ($filters -join '&') }
    dotnet test Equivariant.sln --configuration Release --no-build --nologo @others 2>&1 | ForEach-Object {
        Write-Host $_
        if ("$_" -match ' - Failed: +(\d+), Passed: +(\d+), Skipped: +(\d+)') {
            $failed += [int]$Matches[1]; $passed += [int]$Matches[2]; $skipped += [int]$Matches[3]
        }
    }
    if ($LASTEXITCODE -ne 0 -and $failed -eq 0) { $failed = 1 }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    exit [int]($failed -gt 0)
}

switch ($Verb) {
    'demo' { Build; Invoke-Command-Line (@('demo') + @($Rest | Where-Object { $_ })) }
    'test' { Build; Test @($Rest | Where-Object { $_ }) }
    'run' { Build; Invoke-Command-Line @($Rest | Where-Object { $_ }) }
    'check' {
        Restore
        dotnet format Equivariant.sln --verify-no-changes --no-restore
        if ($LASTEXITCODE -ne 0) { exit 1 }
        Build
        Test @($Rest | Where-Object { $_ })
    }
    'pack' {
        Build
        $folder = if ($Rest -and $Rest[0]) { $Rest[0] } else { 'artifacts' }
        $log = dotnet pack Equivariant.sln --no-build --configuration Release --nologo --verbosity quiet --output $folder 2>&1
        if ($LASTEXITCODE -ne 0) { $log | Write-Host; exit 1 }
        Get-ChildItem $folder -Filter 'Equivariant.*.nupkg' | ForEach-Object { Write-Host $_.FullName }
    }
    'clean' {
        Get-ChildItem Equivariant.* -Directory -Recurse -Force | Where-Object { $_.Name -in 'bin', 'obj', 'TestResults' } |
            Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
    }
    default {
        Write-Host 'usage: ./build.ps1 demo [ARGS] | test [--full] [ARGS] | run -- ARGS | pack [DIR] | check | clean'
        exit 2
    }
}
