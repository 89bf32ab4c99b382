using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <content>The commands of dense blocks, as Redis gets to know and call them.</content>
internal static unsafe partial class DenseCommands
{
    internal static Command[] All =>
    [
        new()
        {
            Name = "WINNOW.DENSE.CREATE", Entry = &CreateEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Insert, Arity = -8,
            Summary = "Makes a dense block, or finds that there is one of the same options.",
            Complexity = "O(n) with n numbers",
            Syntax = "key [NAME name] [LENGTH length:int] [OPTIMIZER optimizer] [MOMENTUM momentum:num] [L2 lambda:num] [EPS epsilon:num] [ACC accumulator:num] [BETA1 beta:num] [BETA2 beta:num] [WEIGHTDECAY decay:num] [DECAYS decays:int] [COMPENSATE form] [LAMBDA lambda:num] [DECAY decay:num] VALUES values",
        },
        new()
        {
            Name = "WINNOW.DENSE.PULL", Entry = &PullEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 5,
            Summary = "Reads the values of a block if they are newer than a version, once a step of a run is applied.",
            Complexity = "O(n) with n numbers",
            Syntax = "key source:int step:int newer-than:int",
        },
        new()
        {
            Name = "WINNOW.DENSE.PUSH", Entry = &PushEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Access | CommandKeySpec.Update, Arity = -7,
            Summary = "Lets the optimiser of a block take a step; a repeat of a position changes nothing.",
            Complexity = "O(n) with n numbers",
            Syntax = "key source:int position:int parts:int rate:num gradient [pulled]",
        },
        new()
        {
            Name = "WINNOW.DENSE.STATE", Entry = &StateEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 2,
            Summary = "Reads version, number of updates, values and optimiser state of a block.",
            Complexity = "O(n) with n numbers",
            Syntax = "key",
        },
        new()
        {
            Name = "WINNOW.DENSE.LOAD", Entry = &LoadEntry, Flags = "write deny-oom", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Update, Arity = -4,
            Summary = "Replaces number of updates, values and optimiser state of a block.",
            Complexity = "O(n) with n numbers",
            Syntax = "key updates:int values [state]",
        },
        new()
        {
            Name = "WINNOW.DENSE.DESCRIBE", Entry = &DescribeEntry, Flags = "readonly", KeyFlags = CommandKeySpec.ReadOnly | CommandKeySpec.Access, Arity = 2,
            Summary = "Tells the options of a block and where it stands.",
            Complexity = "O(n) with n numbers",
            Syntax = "key",
        },
    ];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CreateEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Create, context, arguments, count, 8, 4 + TableCommands.MostOptions);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PullEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Pull, context, arguments, count, 5, 5);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PushEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Push, context, arguments, count, 7, 8);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StateEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&State, context, arguments, count, 2, 2);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LoadEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Load, context, arguments, count, 4, 5);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DescribeEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Describe, context, arguments, count, 2, 2);
}
