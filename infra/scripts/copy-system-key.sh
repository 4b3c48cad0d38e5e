#!/usr/bin/env bash
# Copies the system key of the durable HTTP API from the function app into the key vault, from where the web
# app reads it. Run it after each deployment of the function app, and after a rotation of the key.
#
# why a script: the function host makes the key itself when it first starts with the durable extension, so no
# template can know it. The key is never printed and never put on a command line.
set -euo pipefail
. "$(dirname "$0")/common.sh"

need_tools az
need_variables AZURE_RESOURCE_GROUP FUNCTION_APP_NAME WEB_APP_NAME KEY_VAULT_NAME
readonly secret=durable-api-key

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fails while the host is still starting, and while it has not loaded the extension.
read_key_of_host() {
  az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUNCTION_APP_NAME" \
    --query systemKeys.durabletask_extension --output tsv 2>"$work/error" | tr -d '\r\n' >"$work/key" &&
    [ -s "$work/key" ] && [ "$(cat "$work/key")" != None ]
}

write_key_to_vault() {
  az keyvault secret set --vault-name "$KEY_VAULT_NAME" --name "$secret" \
    --file "$work/key" --encoding utf-8 --output none 2>"$work/error"
}

retry 600 read_key_of_host ||
  fail "$FUNCTION_APP_NAME has no system key durabletask_extension after 10 minutes. Did its host start, and with the durable extension? $(cat "$work/error")"

if az keyvault secret show --vault-name "$KEY_VAULT_NAME" --name "$secret" --query value --output tsv \
  2>/dev/null | tr -d '\r\n' | cmp -s - "$work/key"; then
  echo "The vault already holds the key of $FUNCTION_APP_NAME."
  exit 0
fi

# A role granted a moment ago takes some minutes to be known everywhere.
retry 300 write_key_to_vault || fail "cannot write to $KEY_VAULT_NAME: $(cat "$work/error")"

# A reference without a version is read again at once by a restart, else within a day.
az webapp restart --resource-group "$AZURE_RESOURCE_GROUP" --name "$WEB_APP_NAME"
echo "Copied the key of $FUNCTION_APP_NAME to $KEY_VAULT_NAME and restarted $WEB_APP_NAME."
