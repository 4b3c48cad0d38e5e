package io.durablestatus.systemtests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.durablestatus.localruntime.launcher.Addresses;
import io.durablestatus.systemtests.environment.LocalSystemExtension;
import io.durablestatus.systemtests.scenario.CustomerList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSystemExtension.class)
class PageTest {
    private static final double JOB_LIMIT_MS = 60_000;

    private final List<String> faults = new ArrayList<>();
    private Chromium chromium;
    private BrowserContext context;
    private Page page;

    @BeforeEach
    void open(Addresses system) {
        Path executable = Chromium.executable().orElse(null);
        Assumptions.assumeTrue(
                executable != null, "no Chromium here; install one, or name it in the environment variable CHROMIUM");
        chromium = Chromium.start(executable);
        context = chromium.browser().newContext();
        page = context.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.navigate(system.web().toString());
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void a_pasted_list_is_followed_to_its_duplicates() {
        CustomerList list = new CustomerList(300, 7);
        page.getByLabel("or paste the rows").fill(new String(list.csv(), StandardCharsets.UTF_8));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find duplicates"))
                .click();

        assertCompleted(list);
        assertThat(faults).isEmpty();
    }

    @Test
    void a_file_is_followed_to_its_duplicates_and_is_still_there_after_a_reload() {
        CustomerList list = new CustomerList(200, 5);
        page.getByLabel("CSV file").setInputFiles(new FilePayload("customers.csv", "text/csv", list.csv()));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find duplicates"))
                .click();
        assertThat(page.locator(".job .state")).isVisible();

        page.reload();

        assertCompleted(list);
        assertThat(faults).isEmpty();
    }

    @Test
    void an_input_error_is_shown_with_its_line() {
        page.getByLabel("or paste the rows").fill("name,city\nAnn,Bern\nBob\n");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find duplicates"))
                .click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Line 3");
        assertThat(page.locator(".job")).hasCount(0);
    }

    private void assertCompleted(CustomerList list) {
        Locator job = page.locator(".job");
        assertThat(job.locator(".state"))
                .hasText("COMPLETED", new LocatorAssertions.HasTextOptions().setTimeout(JOB_LIMIT_MS));
        job.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show duplicates"))
                .click();
        assertThat(job.locator(".result"))
                .containsText(list.copies() + " duplicate pairs in " + list.copies() + " clusters");
    }
}
