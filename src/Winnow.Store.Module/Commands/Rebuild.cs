using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>The command an append-only file without RDB preamble consists of: <c>WINNOW.REBUILD key kind number block</c>, block after block from
/// number 0, ended by number −1.</summary>
/// <remarks>Only while the server loads. Blocks of a value follow one another there; they are kept until the last has come, so loading needs the
/// memory of the largest value twice for a moment.</remarks>
internal static unsafe class Rebuild
{
    private static NativeBlocks? s_blocks;

    internal static Command Command => new()
    {
        Name = "WINNOW.REBUILD", Entry = &RunEntry, Flags = "write", KeyFlags = CommandKeySpec.ReadWrite | CommandKeySpec.Insert, Arity = 5,
        Summary = "Part of a value in an append-only file; refused anywhere else.",
        Complexity = "O(n) with n bytes",
        Syntax = "key kind number:int block",
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RunEntry(RedisContext* context, RedisString** arguments, int count) =>
        CommandRunner.Run(&Run, context, arguments, count, 5, 5);

    internal static void Run(in Request request)
    {
        if ((RedisApi.GetContextFlags(request.Context) & RedisApi.FlagLoading) == 0)
            throw new CommandException("ERR WINNOW.REBUILD is for append-only files only; move values with DUMP and RESTORE");
        ValueKind kind = Kind(request);
        long number = request.Integer(3, -1, int.MaxValue);
        if (number == 0)
        {
            s_blocks?.Dispose();
            s_blocks = new();
        }
        if (s_blocks is null || (number >= 0 && number != s_blocks.Count))
            throw new CommandException($"ERR block {number} of a value; expected {s_blocks?.Count ?? 0}: the append-only file is damaged");
        if (number >= 0) s_blocks.Add(request.Bytes(4));
        else Finish(request, kind, s_blocks);
        Reply.Ok(request.Context);
    }

    private static void Finish(in Request request, ValueKind kind, NativeBlocks blocks)
    {
        using (blocks)
        {
            s_blocks = null;
            NativeBlocks.Reader reader = blocks.Read();
            StoredValue value = ValueLoader.Load(kind, ref reader, out string? fault)
                ?? throw new CommandException($"ERR a value of the append-only file cannot be loaded: {fault}");
            using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
            key.Set(value);
        }
    }

    private static ValueKind Kind(in Request request)
    {
        foreach (ValueKind kind in (ReadOnlySpan<ValueKind>)[ValueKind.Table, ValueKind.Dense, ValueKind.Queue])
            if (request.Is(2, ValueTypes.Word(kind))) return kind;
        throw request.Bad(2, Request.Shown(request.Bytes(2)), "table, dense or queue");
    }
}
