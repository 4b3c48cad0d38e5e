#!/usr/bin/env bash
# Tests a deployed system from outside, as a user and as a stranger:
#   a job goes through the queue and the function app and comes back COMPLETED with its result;
#   another browser does not see it; the function app refuses every call that is not the web app's.
#
# WEB_APP_URL and FUNCTION_APP_URL say where. Exit code 0 only if everything held.
set -euo pipefail
. "$(dirname "$0")/common.sh"

need_tools curl jq
need_variables WEB_APP_URL FUNCTION_APP_URL
# The first job wakes the function app from zero instances.
readonly patience=${SMOKE_PATIENCE_SECONDS:-600}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ask ARGUMENTS...: prints the status code (000: no answer); leaves $work/head and $work/body.
ask() {
  curl --silent --max-time 30 --dump-header "$work/head" --output "$work/body" --write-out '%{http_code}' "$@" || true
}

header() {
  awk -v name="$1:" '{ sub(/\r$/, "") } tolower($1) == tolower(name) { sub(/^[^:]*: */, ""); print; exit }' "$work/head"
}

web_app_is_up() {
  [ "$(ask "$WEB_APP_URL/q/health/live")" = 200 ]
}

submit_a_job() {
  local code
  printf '%s\n' 'name,city' 'Jonathan Smith,London' 'Jonathan Smyth,London' 'Maria Garcia,Madrid' >"$work/rows.csv"
  code=$(ask --cookie-jar "$work/cookies" --header 'Content-Type: text/csv' --data-binary "@$work/rows.csv" "$WEB_APP_URL/api/jobs")
  [ "$code" = 202 ] || fail "POST /api/jobs answered $code: $(head -c 500 "$work/body")"
  location=$(header Location)
  [ -n "$location" ] || fail "POST /api/jobs answered 202 without a Location"
  if [[ $WEB_APP_URL == https://* ]] && ! header Set-Cookie | grep -q '^__Host-session=.*[Ss]ecure'; then
    fail "the cookie on https is not a secure __Host- cookie: $(header Set-Cookie | sed 's/=[^;]*/=.../')"
  fi
}

wait_until_completed() {
  local deadline=$((SECONDS + patience)) code state=
  while [ "$SECONDS" -lt "$deadline" ]; do
    code=$(ask --cookie "$work/cookies" "$WEB_APP_URL$location")
    case $code in
      # An accepted job has a status from its 202 on, so only "not now" is forgiven.
      503) ;;
      200)
        state=$(jq -r .state "$work/body")
        case $state in
          COMPLETED) return ;;
          FAILED | CANCELED) fail "the job ended $state: $(jq -c .error "$work/body")" ;;
        esac
        ;;
      *) fail "GET $location answered $code: $(head -c 500 "$work/body")" ;;
    esac
    sleep 2
  done
  fail "the job is ${state:-without a status} after $patience s"
}

the_result_has_the_duplicate() {
  local code
  code=$(ask --cookie "$work/cookies" "$WEB_APP_URL$location/result")
  [ "$code" = 200 ] || fail "GET $location/result answered $code"
  jq -e '.duplicatePairs == 1' "$work/body" >/dev/null || fail "wrong result: $(head -c 500 "$work/body")"
}

another_browser_does_not_see_it() {
  local code
  code=$(ask "$WEB_APP_URL$location")
  [ "$code" = 404 ] || fail "GET $location without the cookie answered $code instead of 404"
}

# A 401 is not enough: it would mean that the call got in and only lacked the key. And a 403 alone could come
# from a stopped site; the header is what the IP rules add.
the_function_app_is_closed() {
  local path code
  for path in / /runtime/webhooks/durabletask/instances /admin/host/status; do
    code=$(ask "$FUNCTION_APP_URL$path")
    [ "$code" = 403 ] || fail "OPEN: $FUNCTION_APP_URL$path answered $code to a call from outside instead of 403"
    [ -n "$(header x-ms-forbidden-ip)" ] || fail "$FUNCTION_APP_URL$path answered 403, but not because of the IP rules"
  done
}

retry "$patience" web_app_is_up || fail "$WEB_APP_URL is not up after $patience s"
submit_a_job
wait_until_completed
the_result_has_the_duplicate
another_browser_does_not_see_it
the_function_app_is_closed
echo "The smoke test passed: $location is COMPLETED and the function app is closed."
