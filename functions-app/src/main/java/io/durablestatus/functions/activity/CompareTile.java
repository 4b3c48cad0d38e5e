package io.durablestatus.functions.activity;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import io.durablestatus.contracts.Names;
import io.durablestatus.functions.workload.TileComparison;
import io.durablestatus.functions.workload.TileInput;
import io.durablestatus.functions.workload.TileResult;

/** Step 4: compares the rows of one tile. Pure, so it may run again; what fails once would fail again. */
public final class CompareTile {
    @FunctionName(Names.COMPARE_TILE)
    public TileResult run(@DurableActivityTrigger(name = "tile") TileInput tile) {
        return TileComparison.compare(tile);
    }
}
