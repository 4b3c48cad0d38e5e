#!/usr/bin/env bash
# Puts both apps into the resources that main.bicep made: builds them, deploys the function app, copies its
# system key, deploys the web app, and tests the whole. azd and the pipeline both call this and nothing else.
set -euo pipefail
. "$(dirname "$0")/common.sh"
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)

need_tools az zip curl jq
need_variables AZURE_RESOURCE_GROUP FUNCTION_APP_NAME FUNCTION_APP_URL WEB_APP_NAME WEB_APP_URL KEY_VAULT_NAME

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$repository/mvnw" --file "$repository/pom.xml" --quiet -DskipTests --projects functions-app,web-app --also-make package

# The app settings could override host.json, but the platform scales by the file itself: without these two
# lines it would watch a storage account for work, and instances that wait would not be woken.
jq -e '.extensions.durableTask.storageProvider
  | .type == "azureManaged" and .connectionStringName == "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"' \
  "$repository/functions-app/target/azure-functions/durable-status-functions/host.json" >/dev/null ||
  fail 'functions-app/host.json does not name the Durable Task Scheduler: extensions.durableTask.storageProvider must be {"type": "azureManaged", "connectionStringName": "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"}'

# local.settings.json holds the addresses of a laptop.
(cd "$repository/functions-app/target/azure-functions/durable-status-functions" &&
  zip --quiet --recurse-paths "$work/functions.zip" . --exclude local.settings.json)
(cd "$repository/web-app/target/quarkus-app" && zip --quiet --recurse-paths "$work/web.zip" .)

echo "Deploying $FUNCTION_APP_NAME ..."
# --timeout: the command was seen to wait for ever when it could not reach the site.
az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" \
  --name "$FUNCTION_APP_NAME" --src "$work/functions.zip" --timeout 900 --output none

"$here/copy-system-key.sh"

echo "Deploying $WEB_APP_NAME ..."
az webapp deploy --resource-group "$AZURE_RESOURCE_GROUP" --name "$WEB_APP_NAME" \
  --src-path "$work/web.zip" --type zip --clean true --restart true --timeout 900000 --output none

"$here/smoke-test.sh"
