package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.core.JsonProcessingException;

/** One operation of the management API. */
interface Operation {
    /**
     * Answers one authorised call.
     *
     * @throws JsonProcessingException when the body is no JSON
     * @throws io.durablestatus.localruntime.taskhub.TaskHubException when the hub refuses; {@link Router} maps it
     * @throws InterruptedException when the server stops while the call waits
     */
    Reply answer(Call call) throws JsonProcessingException, InterruptedException;
}
