package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.OrchestrationStatusQuery;
import com.microsoft.durabletask.OrchestrationStatusQueryResult;
import com.microsoft.durabletask.PurgeInstanceCriteria;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients can ask of a hub, through the SDK's client and through the port the function host uses. */
class ManagementTest {
    private static Hub hub;

    @BeforeAll
    static void open() {
        hub = new Hub(null, InstantSource.system())
                .running(new Workload()
                        .orchestrator(
                                "Waits",
                                ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class)
                                        .await()))
                        .orchestrator(
                                "Parent",
                                ctx -> ctx.callSubOrchestrator("Waits", "in", "child", String.class)
                                        .await())
                        .orchestrator("Echo", ctx -> ctx.complete(ctx.getInput(String.class)))
                        .orchestrator("Fails", ctx -> {
                            throw new IllegalStateException("on purpose");
                        }));
    }

    @BeforeEach
    void wipe() {
        hub.client.createTaskHub(true);
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    private static String waiting(String id) throws TimeoutException {
        hub.client.scheduleNewOrchestrationInstance("Waits", "in", id);
        hub.client.waitForInstanceStart(id, Hub.SOON);
        return id;
    }

    private static void echoed(String id) throws TimeoutException {
        hub.client.scheduleNewOrchestrationInstance("Echo", "text of " + id, id);
        hub.completed(id);
    }

    private static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static Reason reasonOf(Runnable call) {
        try {
            call.run();
        } catch (TaskHubException e) {
            return e.reason();
        }
        return null;
    }

    @Test
    void an_id_in_use_is_refused_while_its_instance_runs_and_free_when_it_has_ended() throws TimeoutException {
        waiting("one");

        assertThat(codeOf(() -> hub.client.scheduleNewOrchestrationInstance("Echo", "x", "one")))
                .isEqualTo(Status.Code.ALREADY_EXISTS);
        hub.client.raiseEvent("one", "go", "done");
        hub.completed("one");
        echoed("one");

        assertThat(hub.client.getInstanceMetadata("one", true).readOutputAs(String.class))
                .isEqualTo("text of one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@entity", "a/b", "a\\b", "a#b", "a?b", "a\nb"})
    void an_id_that_azure_does_not_take_is_refused(String id) {
        assertThat(codeOf(() -> hub.client.scheduleNewOrchestrationInstance("Echo", "x", id)))
                .isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void an_unknown_orchestrator_is_refused_by_name() {
        assertThatThrownBy(() -> hub.client.scheduleNewOrchestrationInstance("Nobody"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("INTERNAL: Failed to start instance with ID")
                .hasMessageContaining("'Nobody'");
        assertThat(hub.instances()
                        .list(new InstanceQuery(null, null, null, Set.of(), 10, null))
                        .instances())
                .isEmpty();
    }

    @Test
    void a_missing_instance_is_said_to_be_missing_by_every_call() {
        assertThat(hub.client.getInstanceMetadata("none", true).isInstanceFound())
                .isFalse();
        assertThat(codeOf(() -> hub.client.raiseEvent("none", "go"))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(codeOf(() -> hub.client.terminate("none", null))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(codeOf(() -> hub.client.suspendInstance("none"))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(codeOf(() -> hub.client.resumeInstance("none"))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(hub.client.purgeInstance("none").getDeletedInstanceCount()).isZero();
        assertThat(hub.instances().history("none")).isEmpty();
        assertThat(hub.instances().awaitCompletion("none", Hub.SOON)).isEmpty();
        assertThat(reasonOf(() -> hub.instances().restart("none", true))).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void an_ended_instance_takes_no_commands() throws TimeoutException {
        echoed("done");

        assertThat(codeOf(() -> hub.client.raiseEvent("done", "go"))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(reasonOf(() -> hub.instances().terminate("done", "why"))).isEqualTo(Reason.FINISHED);
        assertThat(reasonOf(() -> hub.instances().suspend("done", "why"))).isEqualTo(Reason.FINISHED);
        assertThat(reasonOf(() -> hub.instances().resume("done", "why"))).isEqualTo(Reason.FINISHED);
        assertThat(hub.instances().find("done").orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    }

    @Test
    void suspending_twice_and_resuming_what_runs_are_wrong() throws TimeoutException {
        waiting("w");

        assertThat(reasonOf(() -> hub.instances().resume("w", null))).isEqualTo(Reason.WRONG_STATE);
        hub.instances().suspend("w", null);
        assertThat(codeOf(() -> hub.client.suspendInstance("w"))).isEqualTo(Status.Code.FAILED_PRECONDITION);
        hub.instances().resume("w", null);
        assertThat(hub.instances().find("w").orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    }

    @Test
    void a_child_outlives_its_terminated_parent() throws TimeoutException {
        hub.client.scheduleNewOrchestrationInstance("Parent", null, "parent");
        hub.client.waitForInstanceStart("child", Hub.SOON);

        hub.client.terminate("parent", "over");
        hub.completed("parent");
        hub.client.raiseEvent("child", "go", "done");

        assertThat(hub.completed("child").readOutputAs(String.class)).isEqualTo("done");
    }

    @Test
    void a_wait_may_begin_before_the_instance_is_there() throws Exception {
        var end = CompletableFuture.supplyAsync(() -> {
            try {
                return hub.completed("soon").readOutputAs(String.class);
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        hub.client.scheduleNewOrchestrationInstance("Echo", "here", "soon");

        assertThat(end).succeedsWithin(Hub.SOON).isEqualTo("here");
    }

    @Test
    void a_suspended_instance_can_be_terminated() throws TimeoutException {
        waiting("w");
        hub.instances().suspend("w", null);

        hub.instances().terminate("w", "\"over\"");

        assertThat(hub.instances().awaitCompletion("w", Hub.SOON).orElseThrow().output())
                .isEqualTo("\"over\"");
    }

    @Test
    void an_instance_that_is_not_due_is_pending_and_can_be_terminated() {
        hub.client.scheduleNewOrchestrationInstance(
                "Echo",
                new NewOrchestrationInstanceOptions()
                        .setInstanceId("later")
                        .setStartTime(Instant.now().plus(Duration.ofHours(1))));

        assertThat(hub.client.getInstanceMetadata("later", false).getRuntimeStatus())
                .isEqualTo(OrchestrationRuntimeStatus.PENDING);
        assertThatThrownBy(() -> hub.client.waitForInstanceStart("later", Duration.ofMillis(100)))
                .isInstanceOf(TimeoutException.class);
        hub.instances().terminate("later", null);
        assertThat(hub.instances()
                        .awaitCompletion("later", Hub.SOON)
                        .orElseThrow()
                        .status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
    }

    @Test
    void inputs_and_outputs_are_told_only_when_asked_for() throws TimeoutException {
        echoed("e");

        OrchestrationMetadata bare = hub.client.getInstanceMetadata("e", false);
        assertThat(bare.getSerializedInput()).isNullOrEmpty();
        assertThat(bare.getSerializedOutput()).isNullOrEmpty();
        OrchestrationMetadata full = hub.client.getInstanceMetadata("e", true);
        assertThat(full.getSerializedInput()).isEqualTo("\"text of e\"");
        assertThat(full.getSerializedOutput()).isEqualTo("\"text of e\"");
    }

    @Test
    void waiting_for_an_instance_that_never_ends_runs_out_of_time() throws TimeoutException {
        waiting("w");

        assertThatThrownBy(() -> hub.client.waitForInstanceCompletion("w", Duration.ofMillis(100), false))
                .isInstanceOf(TimeoutException.class);
        assertThat(hub.instances().awaitCompletion("w", Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void a_query_narrows_by_status_prefix_and_creation_time() throws Exception {
        echoed("a-1");
        echoed("a-2");
        waiting("a-3");
        hub.client.scheduleNewOrchestrationInstance("Fails", null, "b-1");
        hub.completed("b-1");
        Instant middle = hub.instances().find("a-2").orElseThrow().createdAt();

        assertThat(ids(new OrchestrationStatusQuery())).containsExactly("a-1", "a-2", "a-3", "b-1");
        assertThat(ids(new OrchestrationStatusQuery().setInstanceIdPrefix("a-")))
                .containsExactly("a-1", "a-2", "a-3");
        assertThat(ids(new OrchestrationStatusQuery().setInstanceIdPrefix("nothing")))
                .isEmpty();
        assertThat(ids(new OrchestrationStatusQuery()
                        .setRuntimeStatusList(
                                List.of(OrchestrationRuntimeStatus.FAILED, OrchestrationRuntimeStatus.RUNNING))))
                .containsExactly("a-3", "b-1");
        assertThat(ids(new OrchestrationStatusQuery().setCreatedTimeFrom(middle)))
                .containsExactly("a-2", "a-3", "b-1");
        assertThat(ids(new OrchestrationStatusQuery().setCreatedTimeTo(middle))).containsExactly("a-1", "a-2");
        assertThat(ids(new OrchestrationStatusQuery().setCreatedTimeFrom(middle).setCreatedTimeTo(middle)))
                .containsExactly("a-2");
    }

    private static List<String> ids(OrchestrationStatusQuery query) {
        return hub.client.queryInstances(query).getOrchestrationState().stream()
                .map(OrchestrationMetadata::getInstanceId)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 100})
    void pages_of_any_size_give_every_instance_once(int size) {
        List<String> all = IntStream.range(0, 7).mapToObj(i -> "p" + i).toList();
        all.forEach(id -> hub.client.scheduleNewOrchestrationInstance("Waits", null, id));

        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            OrchestrationStatusQueryResult page = hub.client.queryInstances(
                    new OrchestrationStatusQuery().setMaxInstanceCount(size).setContinuationToken(token));
            page.getOrchestrationState().forEach(instance -> seen.add(instance.getInstanceId()));
            token = page.getContinuationToken();
            pages++;
        } while (token != null && !token.isEmpty());

        assertThat(seen).containsExactlyElementsOf(all);
        assertThat(pages).isEqualTo((all.size() + size - 1) / size);
    }

    @Test
    void a_page_that_would_not_fit_one_message_is_cut_short_and_goes_on() {
        String large = "x".repeat(1_000_000);
        Stream.of("l1", "l2", "l3", "l4", "l5", "l6")
                .forEach(id -> hub.client.scheduleNewOrchestrationInstance("Waits", large, id));

        OrchestrationStatusQuery query = new OrchestrationStatusQuery().setFetchInputsAndOutputs(true);
        OrchestrationStatusQueryResult first = hub.client.queryInstances(query);
        OrchestrationStatusQueryResult second =
                hub.client.queryInstances(query.setContinuationToken(first.getContinuationToken()));

        assertThat(first.getOrchestrationState()).hasSize(4);
        assertThat(second.getOrchestrationState()).hasSize(2);
    }

    @Test
    void a_token_that_is_none_is_refused() {
        assertThat(reasonOf(() -> hub.instances().list(new InstanceQuery(null, null, null, Set.of(), 1, "%%%"))))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void purge_by_id_deletes_an_instance_in_any_state_with_all_it_has() throws TimeoutException {
        waiting("w");

        assertThat(hub.client.purgeInstance("w").getDeletedInstanceCount()).isEqualTo(1);

        assertThat(hub.instances().find("w")).isEmpty();
        assertThat(hub.instances().history("w")).isEmpty();
    }

    @Test
    void purge_by_filter_deletes_only_what_has_ended() throws Exception {
        Instant before = Instant.now();
        echoed("e");
        waiting("w");
        hub.client.scheduleNewOrchestrationInstance("Fails", null, "f");
        hub.completed("f");

        assertThat(hub.client
                        .purgeInstances(new PurgeInstanceCriteria()
                                .setCreatedTimeFrom(before)
                                .setRuntimeStatusList(List.of(OrchestrationRuntimeStatus.FAILED)))
                        .getDeletedInstanceCount())
                .isEqualTo(1);
        assertThat(hub.client
                        .purgeInstances(new PurgeInstanceCriteria()
                                .setCreatedTimeFrom(before)
                                .setCreatedTimeTo(before))
                        .getDeletedInstanceCount())
                .isZero();
        assertThat(hub.instances().purge(new PurgeFilter(before, null, Set.of())))
                .isEqualTo(1);
        assertThat(hub.instances()
                        .purge(new PurgeFilter(before, null, Set.of(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING))))
                .isZero();
        assertThat(ids(new OrchestrationStatusQuery())).containsExactly("w");
    }

    @Test
    void restart_under_the_same_id_needs_an_ended_instance() throws TimeoutException {
        waiting("w");

        assertThat(reasonOf(() -> hub.instances().restart("w", false))).isEqualTo(Reason.ALREADY_EXISTS);
    }

    @Test
    void an_input_an_event_or_a_reason_beyond_the_limit_is_refused() throws TimeoutException {
        String large = '"' + "x".repeat(4_000_000) + '"';

        assertThat(reasonOf(() -> hub.instances().start(new StartRequest("big", "Echo", large, null, null))))
                .isEqualTo(Reason.INVALID);
        assertThat(hub.instances().find("big")).isEmpty();
        waiting("w");
        assertThat(reasonOf(() -> hub.instances().raiseEvent("w", "go", large))).isEqualTo(Reason.INVALID);
        assertThat(reasonOf(() -> hub.instances().terminate("w", large))).isEqualTo(Reason.INVALID);
        assertThat(reasonOf(() -> hub.instances().suspend("w", large))).isEqualTo(Reason.INVALID);
        assertThat(reasonOf(() -> hub.instances().resume("w", large))).isEqualTo(Reason.INVALID);
        assertThat(hub.instances().find("w").orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    }
}
