package io.durablestatus.systemtests.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Timings;
import io.durablestatus.systemtests.infra.Bicep.Declaration;
import io.durablestatus.systemtests.infra.Bicep.Expr;
import io.durablestatus.systemtests.infra.Bicep.File;
import io.durablestatus.systemtests.infra.Bicep.Obj;
import io.durablestatus.systemtests.infra.Bicep.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that a deployment must not break, read from the files in {@code infra/}. */
class BicepTest {
    private static final String SITES = "Microsoft.Web/sites";

    /** What may stand at the end of an output's expression: places and names, nothing that opens anything. */
    private static final Set<String> HARMLESS = Set.of("id", "name", "host", "defaultHostName", "webSubnetId");

    private static Path repository;
    private static Map<String, File> files;

    @BeforeAll
    static void read_all_files() throws IOException {
        repository = Repository.root();
        Path infra = repository.resolve("infra");
        files = new TreeMap<>();
        for (Path path : Repository.bicepFiles()) {
            File file = BicepReader.read(infra, path);
            files.put(file.name(), file);
        }
    }

    @Test
    void every_file_is_syntactically_correct() throws Exception {
        assertThat(syntaxErrors(Repository.bicepFiles())).isEmpty();
    }

    @Test
    void a_syntax_error_is_seen(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.bicep"), "param location string\nresource x = {\n");
        assertThat(syntaxErrors(List.of(broken))).singleElement().asString().contains("broken.bicep:2:");
    }

    @Test
    void the_parser_is_locked_by_checksum_and_to_no_private_registry() throws IOException {
        String lock = Files.readString(repository.resolve("system-tests/src/test/bicep/package-lock.json"));
        assertThat(lock).contains("\"integrity\": \"sha512-");
        assertThat(lock.replace("https://registry.npmjs.org/", "")).doesNotContain("://");
    }

    @Test
    void the_function_app_denies_every_call_that_is_not_from_the_web_apps_subnet() {
        Declaration app = functionApp();
        // Disabled would switch the rules off and shut out the web app too.
        assertThat(app.text("properties.publicNetworkAccess")).isEqualTo("'Enabled'");
        assertThat(app.text("properties.siteConfig.ipSecurityRestrictionsDefaultAction"))
                .isEqualTo("'Deny'");
        List<Value> rules = app.list("properties.siteConfig.ipSecurityRestrictions");
        assertThat(rules).hasSize(1);
        Map<String, Value> rule = ((Obj) rules.get(0)).entries();
        assertThat(rule)
                .containsEntry("action", new Expr("'Allow'"))
                .containsEntry("vnetSubnetResourceId", new Expr("webSubnetId"))
                .containsOnlyKeys("name", "description", "priority", "action", "vnetSubnetResourceId");
        assertThat(main().the("module", "functionApp").text("params.webSubnetId"))
                .isEqualTo("network.outputs.webSubnetId");
    }

    @Test
    void the_subnet_that_is_let_in_holds_the_web_app_alone() {
        File network = file("modules/network.bicep");
        assertThat(network.the("output", "webSubnetId").value()).contains(new Expr("network::webSubnet.id"));
        Declaration made = network.made("Microsoft.Network/virtualNetworks");
        assertThat(made.list("properties.subnets")).hasSize(1);
        Obj subnet = (Obj) made.list("properties.subnets").get(0);
        assertThat(subnet.entries()).containsEntry("name", new Expr("'web-app'"));
        assertThat(made.nested("webSubnet").text("name")).isEqualTo("'web-app'");
        // Without the service endpoint the function app sees a public address and the rule never matches.
        assertThat(subnet.expressions()).contains("'Microsoft.Web'", "'Microsoft.Web/serverFarms'");

        Declaration web = webApp();
        assertThat(web.text("properties.virtualNetworkSubnetId")).isEqualTo("webSubnetId");
        assertThat(web.text("properties.outboundVnetRouting.applicationTraffic"))
                .isEqualTo("true");
        assertThat(main().the("module", "webApp").text("params.webSubnetId")).isEqualTo("network.outputs.webSubnetId");
        assertThat(keysOfAllFiles().filter("virtualNetworkSubnetId"::equals)).hasSize(1);
    }

    @Test
    void nothing_else_changes_the_ip_rules() throws IOException {
        assertThat(keysOfAllFiles().filter(key -> key.startsWith("ipSecurityRestrictions")))
                .containsExactlyInAnyOrder("ipSecurityRestrictionsDefaultAction", "ipSecurityRestrictions");
        assertThat(resources()
                        .filter(resource -> resource.kind().equals("resource"))
                        .filter(resource -> resource.typeName().endsWith("config"))
                        .map(resource -> resource.text("name")))
                .containsOnly("'appsettings'");
        for (Path script : Repository.scriptsAndPipelines()) {
            assertThat(Files.readString(script))
                    .as(script.toString())
                    .doesNotContain("access-restriction", "ipSecurityRestrictions", "publicNetworkAccess");
        }
    }

    @Test
    void the_deployment_site_has_rules_of_its_own_and_takes_no_passwords() {
        assertThat(functionApp().text("properties.siteConfig.scmIpSecurityRestrictionsUseMain"))
                .isEqualTo("false");
        // Flex has no password publishing; the web app's is switched off for both ways in.
        assertThat(webApp().withNested()
                        .filter(child -> child.typeName().equals("basicPublishingCredentialsPolicies"))
                        .collect(
                                Collectors.toMap(child -> child.text("name"), child -> child.text("properties.allow"))))
                .isEqualTo(Map.of("'ftp'", "false", "'scm'", "false"));
    }

    @Test
    void the_queue_has_the_timings_of_the_contracts() {
        File module = file("modules/service-bus.bicep");
        Declaration queue = module.made("Microsoft.ServiceBus/namespaces/queues");
        assertThat(queue.text("name")).isEqualTo("'" + Names.QUEUE + "'");
        assertEquals(Timings.LOCK, duration(module, queue, "lockDuration"));
        assertEquals(Timings.MESSAGE_TTL, duration(module, queue, "defaultMessageTimeToLive"));
        assertEquals(Timings.DUPLICATE_DETECTION, duration(module, queue, "duplicateDetectionHistoryTimeWindow"));
        assertThat(resolved(module, queue, "maxDeliveryCount")).isEqualTo("" + Timings.MAX_DELIVERIES);
        assertThat(queue.text("properties.deadLetteringOnMessageExpiration")).isEqualTo("true");
        assertThat(queue.text("properties.requiresDuplicateDetection")).isEqualTo("true");
        assertThat(queue.text("properties.requiresSession")).isEqualTo("false");
    }

    @Test
    void no_output_carries_a_secret() {
        Pattern reference = Pattern.compile("[A-Za-z_][\\w:.]*\\(?");
        files.values()
                .forEach(file -> file.all("output").forEach(output -> {
                    String where = file.name() + ", output " + output.name();
                    assertThat(output.value()).as(where).get().isInstanceOf(Expr.class);
                    // Inside a string only what is inserted counts.
                    String code = ((Expr) output.value().orElseThrow()).text();
                    if (code.startsWith("'")) {
                        code = Pattern.compile("\\$\\{([^}]*)}")
                                .matcher(code)
                                .results()
                                .map(inserted -> inserted.group(1))
                                .collect(Collectors.joining(" "));
                    }
                    Matcher found = reference.matcher(code);
                    while (found.find()) {
                        String path = found.group();
                        boolean name = path.startsWith("names.");
                        assertThat(name || HARMLESS.contains(path.substring(path.lastIndexOf('.') + 1)))
                                .as(where + " hands out " + path)
                                .isTrue();
                    }
                }));
    }

    @Test
    void nothing_is_opened_by_a_key() {
        files.values().stream()
                .flatMap(file -> file.declarations().stream())
                .flatMap(declaration -> declaration.value().stream())
                .flatMap(Value::expressions)
                .forEach(expression -> assertThat(expression)
                        .doesNotContainPattern("\\blist[A-Za-z]*\\(")
                        .doesNotContainIgnoringCase("AccountKey=")
                        .doesNotContainIgnoringCase("SharedAccessKey")
                        .doesNotContainIgnoringCase("InstrumentationKey"));
        assertThat(file("modules/service-bus.bicep")
                        .made("Microsoft.ServiceBus/namespaces")
                        .text("properties.disableLocalAuth"))
                .isEqualTo("true");
        assertThat(file("modules/storage.bicep")
                        .made("Microsoft.Storage/storageAccounts")
                        .text("properties.allowSharedKeyAccess"))
                .isEqualTo("false");
        assertThat(file("modules/redis.bicep")
                        .made("Microsoft.Cache/redisEnterprise/databases")
                        .text("properties.accessKeysAuthentication"))
                .isEqualTo("'Disabled'");
        assertThat(file("modules/monitoring.bicep")
                        .made("Microsoft.Insights/components")
                        .text("properties.DisableLocalAuth"))
                .isEqualTo("true");
        assertThat(file("modules/key-vault.bicep")
                        .made("Microsoft.KeyVault/vaults")
                        .text("properties.enableRbacAuthorization"))
                .isEqualTo("true");
    }

    @Test
    void each_app_has_exactly_these_rights_and_all_are_granted_in_one_file() {
        Pattern grant = Pattern.compile("roleAssignments|accessPolicyAssignments");
        files.values().stream()
                .filter(file -> file.made()
                        .anyMatch(resource -> grant.matcher(resource.type()).find()))
                .forEach(file -> assertThat(file.name()).isEqualTo("modules/rbac.bicep"));

        assertThat(file("modules/rbac.bicep").made().map(BicepTest::right))
                .containsExactlyInAnyOrder(
                        "webIdentity serviceBusDataSender namespace::jobs",
                        "webIdentity keyVaultSecretsUser vault",
                        "webIdentity default redis::database",
                        "webIdentity monitoringMetricsPublisher applicationInsights",
                        "functionIdentity serviceBusDataReceiver namespace::jobs",
                        "functionIdentity durableTaskDataContributor scheduler::taskHub",
                        "functionIdentity default redis::database",
                        "functionIdentity storageBlobDataOwner storage",
                        "functionIdentity monitoringMetricsPublisher applicationInsights",
                        "deployerPrincipalId keyVaultSecretsOfficer vault");
    }

    @Test
    void the_document_lists_exactly_the_rights_that_are_granted() throws IOException {
        String document = Files.readString(repository.resolve("docs/deployment.md"));
        List<String> documented = Pattern.compile(
                        "^\\| (web app|function app|whoever deploys) \\| ([^|]+) \\|", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(row -> row.group(1) + ": " + row.group(2).replaceAll("Azure |Redis access policy |[` ]", ""))
                .toList();
        Map<String, String> people = Map.of(
                "webIdentity", "web app", "functionIdentity", "function app", "deployerPrincipalId", "whoever deploys");
        assertThat(file("modules/rbac.bicep").made().map(BicepTest::right).map(right -> {
                    List<String> words = List.of(right.split(" ", -1));
                    return people.get(words.get(0)) + ": " + words.get(1);
                }))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void both_apps_get_the_settings_they_read() throws IOException {
        assertThat(settings(functionApp()).keySet())
                .contains(
                        Names.SERVICE_BUS_CONNECTION + "__fullyQualifiedNamespace",
                        Names.SERVICE_BUS_CONNECTION + "__credential",
                        Names.SERVICE_BUS_CONNECTION + "__clientId",
                        Names.REDIS_URL,
                        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
                        "AZURE_CLIENT_ID")
                // Flex refuses to deploy with these.
                .doesNotContain("FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE");
        Map<String, Value> web = settings(webApp());
        assertThat(web.keySet())
                .contains(
                        "SERVICEBUS_NAMESPACE",
                        Names.REDIS_URL,
                        "DURABLE_API_URL",
                        "QUARKUS_HTTP_HOST",
                        "PORT",
                        "AZURE_CLIENT_ID")
                .doesNotContain("SERVICEBUS_CONNECTION");

        String key = ((Expr) web.get("DURABLE_API_KEY")).text();
        Matcher secret = Pattern.compile(
                        "^'@Microsoft\\.KeyVault\\(VaultName=\\$\\{vaultName};SecretName=([a-z-]+)\\)'$")
                .matcher(key);
        assertThat(secret.matches()).as(key).isTrue();
        assertThat(Files.readString(repository.resolve("infra/scripts/copy-system-key.sh")))
                .contains("readonly secret=" + secret.group(1) + "\n");
    }

    @Test
    void main_gives_every_module_what_it_asks_for_and_reads_only_what_it_gives() {
        File main = main();
        assertThat(main.all("module").map(Declaration::type))
                .containsExactlyInAnyOrderElementsOf(files.keySet().stream()
                        .filter(name -> !name.equals("main.bicep"))
                        .toList());
        main.all("module").forEach(call -> {
            File module = file(call.type());
            Set<String> given = call.object("params").entries().keySet();
            Set<String> known = new TreeSet<>();
            Set<String> needed = new TreeSet<>();
            module.all("param").forEach(param -> {
                known.add(param.name());
                if (param.value().isEmpty()) {
                    needed.add(param.name());
                }
            });
            assertThat(given).as(call.name()).containsAll(needed).isSubsetOf(known);
        });
        Pattern output = Pattern.compile("(\\w+)\\.outputs\\.(\\w+)");
        main.declarations().stream()
                .flatMap(declaration -> declaration.value().stream())
                .flatMap(Value::expressions)
                .flatMap(expression -> output.matcher(expression).results())
                .forEach(read -> file(main.the("module", read.group(1)).type()).the("output", read.group(2)));
    }

    private static List<String> syntaxErrors(List<Path> paths) throws IOException, InterruptedException {
        BicepSyntax.Outcome outcome = new BicepSyntax(repository.resolve("system-tests")).parse(paths);
        if (outcome instanceof BicepSyntax.Outcome.NotRun notRun) {
            return Assumptions.abort(notRun.why());
        }
        return ((BicepSyntax.Outcome.Parsed) outcome).errors();
    }

    private static File main() {
        return file("main.bicep");
    }

    private static File file(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow(() -> new AssertionError("no infra/" + name));
    }

    private static Declaration functionApp() {
        return file("modules/function-app.bicep").made(SITES);
    }

    private static Declaration webApp() {
        return file("modules/web-app.bicep").made(SITES);
    }

    private static Stream<Declaration> resources() {
        return files.values().stream().flatMap(File::made);
    }

    private static Stream<String> keysOfAllFiles() {
        return files.values().stream()
                .flatMap(file -> file.declarations().stream())
                .flatMap(declaration -> declaration.value().stream())
                .flatMap(Value::keys);
    }

    private static Map<String, Value> settings(Declaration app) {
        Declaration settings = app.nested("settings");
        assertThat(settings.text("name")).isEqualTo("'appsettings'");
        return settings.object("properties").entries();
    }

    /** "who role where", as written in rbac.bicep. */
    private static String right(Declaration assignment) {
        if (assignment.typeName().endsWith("accessPolicyAssignments")) {
            String policy = assignment.text("properties.accessPolicyName").replace("'", "");
            return principal(assignment.text("properties.user.objectId")) + " " + policy + " "
                    + assignment.text("parent");
        }
        Matcher role = Pattern.compile("roles\\.(\\w+)").matcher(assignment.text("properties.roleDefinitionId"));
        assertThat(role.find()).as(assignment.name()).isTrue();
        assertThat(file("modules/rbac.bicep").the("var", "roles").at(role.group(1)))
                .as("the id of " + role.group(1))
                .isNotNull();
        return principal(assignment.text("properties.principalId")) + " " + role.group(1) + " "
                + assignment.text("scope");
    }

    private static String principal(String expression) {
        return expression.replace(".properties.principalId", "");
    }

    private static Duration duration(File module, Declaration queue, String property) {
        return Duration.parse(resolved(module, queue, property).replace("'", ""));
    }

    /** A property of the queue as it will be deployed: what main passes, else the module's default. */
    private static String resolved(File module, Declaration queue, String property) {
        String written = queue.text("properties." + property);
        Optional<Declaration> param =
                module.all("param").filter(each -> each.name().equals(written)).findFirst();
        Map<String, Value> passed =
                main().the("module", "serviceBus").object("params").entries();
        assertThat(passed).as("main keeps the module's default").doesNotContainKey(written);
        return param.flatMap(Declaration::value)
                .map(value -> ((Expr) value).text())
                .orElse(written);
    }
}
