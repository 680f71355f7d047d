#!/usr/bin/env bash
# Builds, tests and runs Equivariant. Needs the .NET 10 SDK; packages are restored on first use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'EOF'
usage: ./build.sh VERB
  demo [ARGS]    train a plain and a symmetric network, turn the test images, write report.html (two minutes)
  test [--full] [ARGS]
                 build and run the tests, with --full the long ones too; ARGS go to dotnet test, e.g. --filter FullyQualifiedName~Symmetry
  run -- ARGS    run the command: ./build.sh run -- train --help
  pack [DIR]     make the NuGet packages of the libraries and of the command, in DIR or artifacts
  check          format check, build, test
  clean          remove everything that was built
EOF
}

# Quiet while all is well; the whole log when it is not.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
}

restore() {
  command -v dotnet >/dev/null || { echo "build.sh: the .NET 10 SDK is needed and 'dotnet' is not on the PATH; see https://dot.net" >&2; exit 1; }
  quietly dotnet restore Equivariant.sln --verbosity quiet
}

build() {
  restore
  quietly dotnet build Equivariant.sln --no-restore --configuration Release --nologo --verbosity quiet
}

run() { exec dotnet Equivariant.Cli/bin/Release/net10.0/equivariant.dll "$@"; }

# Without --full the tests marked [Trait("Length", "Full")] are left out, of the caller's filter too.
run_tests() {
  local log status=0 length='Length!=Full' filter='' arguments=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --full) length='' ;;
      --filter) filter=${2:?"build.sh: --filter needs an expression"} && shift ;;
      --filter=*) filter=${1#*=} ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  filter=${filter:+($filter)}${filter:+${length:+&}}$length
  log=$(mktemp)
  dotnet test Equivariant.sln --configuration Release --no-build --nologo ${filter:+--filter "$filter"} ${arguments[@]+"${arguments[@]}"} 2>&1 |
    tee "$log" || status=$?
  # One summary line per test assembly: "Passed!  - Failed: 0, Passed: 10, Skipped: 1, Total: 11, ...".
  awk -v status="$status" '
    function number(name,   found) { return match($0, name ": +[0-9]+") ? substr($0, RSTART + length(name) + 1, RLENGTH - length(name) - 1) + 0 : 0 }
    / - Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/ { failed += number("Failed"); passed += number("Passed"); skipped += number("Skipped"); seen = 1 }
    END {
      if (status != 0 && failed == 0) failed = 1
      if (!seen && status == 0) failed = 1
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0
    }' "$log" || status=1
  rm -f "$log"
  return "$status"
}

verb=${1:-}
[ $# -gt 0 ] && shift
[ "${1:-}" = "--" ] && shift
case "$verb" in
  demo) build; run demo "$@" ;;
  test) build; run_tests "$@" ;;
  run) build; run "$@" ;;
  check)
    restore
    dotnet format Equivariant.sln --verify-no-changes --no-restore
    build
    run_tests "$@"
    ;;
  pack)
    build
    quietly dotnet pack Equivariant.sln --no-build --configuration Release --nologo --verbosity quiet --output "${1:-artifacts}"
    ls "${1:-artifacts}"/Equivariant.*.nupkg
    ;;
  clean) find Equivariant.* -type d \( -name bin -o -name obj -o -name TestResults \) -prune -exec rm -rf {} + ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
