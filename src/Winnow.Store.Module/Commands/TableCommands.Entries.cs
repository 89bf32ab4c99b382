using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <content>The commands of table shards, as Redis gets to know and call them.</content>
internal static unsafe partial class TableCommands
{
    internal static Command[] All =>
    [
        new()
        {
            Name = "WINNOW.TABLE.CREATE", Entry = &CreateEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Insert, Arity = -6,
            Summary = "Makes an empty shard of an embedding table, or finds that there is one of the same options.",
            Complexity = "O(1)",
            Syntax = "key [NAME name] [DIM dimension:int] [SEED seed:int] [PRECISION precision] [SCALE scale:num] [ZEROCOLUMNS columns:int] [ADMIT times:int] [COLD vector] [TTL steps:int] [BUDGET bytes:int] [HALFLIFE steps:int] [TICK steps:int] [REMOVALS count:int] [OPTIMIZER optimizer] [RATE rate:num] [L1 lambda:num] [L2 lambda:num] [EPS epsilon:num] [ACC accumulator:num] [BETA1 beta:num] [BETA2 beta:num] [BETA beta:num] [COMPENSATE form] [LAMBDA lambda:num] [DECAY decay:num] [SHARD shard:int] [OF shards:int]",
        },
        new()
        {
            Name = "WINNOW.TABLE.PULL", Entry = &PullEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = -5,
            Summary = "Reads the vectors of keys, once a step of a run is applied; for training, or as scoring sees keys without a row.",
            Complexity = "O(n) with n keys",
            Syntax = "key source:int step:int keys [scoring]",
        },
        new()
        {
            Name = "WINNOW.TABLE.PUSH", Entry = &PushEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Access | CommandKeySpec.Update, Arity = -8,
            Summary = "Counts keys, admits those that are due, updates their rows by their gradients and moves the clock on; a repeat of a position changes nothing.",
            Complexity = "O(n) with n keys",
            Syntax = "key source:int position:int parts:int rate:num keys gradients [pulled]",
        },
        new()
        {
            Name = "WINNOW.TABLE.COUNT", Entry = &CountEntry, Flags = "readonly fast", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 2,
            Summary = "Counts the rows of a shard.",
            Complexity = "O(1)",
            Syntax = "key",
        },
        new()
        {
            Name = "WINNOW.TABLE.DESCRIBE", Entry = &DescribeEntry, Flags = "readonly fast", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 2,
            Summary = "Tells the options of a shard, its size, and what it has done.",
            Complexity = "O(1)",
            Syntax = "key",
        },
        new()
        {
            Name = "WINNOW.TABLE.SWEEP", Entry = &SweepEntry, Flags = "write", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Access | CommandKeySpec.Update, Arity = 3,
            Summary = "Moves the clock on without an update, so that rows whose time is over are removed; answers how many were.",
            Complexity = "O(n) with n rows",
            Syntax = "key steps:int",
        },
        new()
        {
            Name = "WINNOW.TABLE.SCAN", Entry = &ScanEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = -3,
            Summary = "Lists keys that have a row, in the order of their hash; cursor 0 begins and ends.",
            Complexity = "O(n) with n rows of a 256th of the table",
            Syntax = "key cursor:int [COUNT count:int]",
        },
        new()
        {
            Name = "WINNOW.TABLE.SNAPSHOT", Entry = &SnapshotEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = -3,
            Summary = "Copies records in the order of their hash, rows first, then waiting keys; cursor 0 begins, cursor end ends.",
            Complexity = "O(n) with n rows of a 256th of the table",
            Syntax = "key cursor [BYTES bytes:int]",
        },
        new()
        {
            Name = "WINNOW.TABLE.BEGINRESTORE", Entry = &BeginRestoreEntry, Flags = "write", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = 5,
            Summary = "Empties a shard and sets its clock, before records of a snapshot come.",
            Complexity = "O(n) with n rows",
            Syntax = "key step:int pushes:int removals:int",
        },
        new()
        {
            Name = "WINNOW.TABLE.RESTOREROWS", Entry = &RestoreRowsEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = 4,
            Summary = "Takes records of a snapshot; one that came before is replaced.",
            Complexity = "O(n) with n records",
            Syntax = "key kind records",
        },
    ];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Create, context, arguments, count, 6, 2 + TableCommands.MostOptions);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PullEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Pull, context, arguments, count, 5, 6);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PushEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Push, context, arguments, count, 8, 9);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CountEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Count, context, arguments, count, 2, 2);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DescribeEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Describe, context, arguments, count, 2, 2);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SweepEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Sweep, context, arguments, count, 3, 3);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ScanEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Scan, context, arguments, count, 3, 5);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SnapshotEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Snapshot, context, arguments, count, 3, 5);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int BeginRestoreEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&BeginRestore, context, arguments, count, 5, 5);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RestoreRowsEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&RestoreRows, context, arguments, count, 4, 4);
}
