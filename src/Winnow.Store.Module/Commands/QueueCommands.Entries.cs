using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <content>The commands of queues, as Redis gets to know and call them.</content>
internal static unsafe partial class QueueCommands
{
    internal static Command[] All =>
    [
        new()
        {
            Name = "WINNOW.QUEUE.CREATE", Entry = &CreateEntry, Flags = "write deny-oom fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Insert, Arity = -2,
            Summary = "Makes a queue of positions, or finds that there is one of the same options.",
            Complexity = "O(1)",
            Syntax = "key [PARTS parts:int] [STALENESS steps:int]",
        },
        new()
        {
            Name = "WINNOW.QUEUE.OPEN", Entry = &OpenEntry, Flags = "write fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = 4,
            Summary = "Lets positions below a limit be handed out, with a factor for learning rates.",
            Complexity = "O(1)",
            Syntax = "key limit:int factor:num",
        },
        new()
        {
            Name = "WINNOW.QUEUE.CLOSE", Entry = &CloseEntry, Flags = "write fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = 2,
            Summary = "Ends a run: workers that ask are sent home.",
            Complexity = "O(1)",
            Syntax = "key",
        },
        new()
        {
            Name = "WINNOW.QUEUE.LEASE", Entry = &LeaseEntry, Flags = "write deny-oom fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Access | CommandKeySpec.Update, Arity = -4,
            Summary = "Hands out a position to a worker for a time.",
            Complexity = "O(log n) with n leases",
            Syntax = "key worker term:int [AT ms:int]",
        },
        new()
        {
            Name = "WINNOW.QUEUE.RENEW", Entry = &RenewEntry, Flags = "write fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = -4,
            Summary = "Keeps the positions of a worker for another term.",
            Complexity = "O(n) with n leases",
            Syntax = "key worker term:int [AT ms:int]",
        },
        new()
        {
            Name = "WINNOW.QUEUE.LEAVE", Entry = &LeaveEntry, Flags = "write fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = 3,
            Summary = "Gives back the positions of a worker.",
            Complexity = "O(n) with n leases",
            Syntax = "key worker",
        },
        new()
        {
            Name = "WINNOW.QUEUE.COMPLETE", Entry = &CompleteEntry, Flags = "write fast", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Access | CommandKeySpec.Update, Arity = 6,
            Summary = "Notes that a position is done; answers 0 if it was before.",
            Complexity = "O(log n) with n leases",
            Syntax = "key worker position:int loss:num rows:int",
        },
        new()
        {
            Name = "WINNOW.QUEUE.STATUS", Entry = &StatusEntry, Flags = "readonly fast", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 2,
            Summary = "Tells where a queue stands.",
            Complexity = "O(1)",
            Syntax = "key",
        },
    ];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Create, context, arguments, count, 2, 2 + TableCommands.MostOptions);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OpenEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Open, context, arguments, count, 4, 4);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CloseEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Close, context, arguments, count, 2, 2);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LeaseEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Lease, context, arguments, count, 4, 6);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RenewEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Renew, context, arguments, count, 4, 6);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LeaveEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Leave, context, arguments, count, 3, 3);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CompleteEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Complete, context, arguments, count, 6, 6);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StatusEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Status, context, arguments, count, 2, 2);
}
