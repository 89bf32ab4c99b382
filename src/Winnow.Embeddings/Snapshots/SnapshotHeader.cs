using System.Buffers.Binary;
using System.Text;

namespace Winnow.Embeddings;

/// <summary>The first block of a snapshot: of which table, at which instant, starting from which.</summary>
internal sealed record SnapshotHeader
{
    private const int MostNameBytes = 1024;

    internal required SnapshotCut Cut { get; init; }

    /// <summary>What a delta starts from; null in a full snapshot.</summary>
    internal SnapshotCut? Base { get; init; }

    internal required int Dimension { get; init; }
    internal required RowPrecision Precision { get; init; }
    internal required int StateFloats { get; init; }
    internal required int StepsPerTick { get; init; }
    internal required ulong Seed { get; init; }
    internal required string Optimizer { get; init; }
    internal required string Table { get; init; }

    internal void Write(BlockWriter writer)
    {
        writer.Begin(BlockKind.Header);
        WriteCut(writer, Cut);
        WriteInt64(writer, Base is null ? 0 : 1);
        WriteCut(writer, Base ?? default);
        foreach (long value in (ReadOnlySpan<long>)[Dimension, (long)Precision, StateFloats, StepsPerTick, (long)Seed]) WriteInt64(writer, value);
        WriteText(writer, Optimizer);
        WriteText(writer, Table);
        writer.Flush();
    }

    internal static SnapshotHeader Read(BlockReader reader)
    {
        reader.Next();
        if (reader.Kind != BlockKind.Header) reader.Damaged($"a {reader.Kind} block", "a header");
        ReadOnlySpan<byte> at = reader.Payload;
        SnapshotCut cut = ReadCut(reader, ref at);
        bool isDelta = ReadInt64(reader, ref at) != 0;
        SnapshotCut start = ReadCut(reader, ref at);
        return new()
        {
            Cut = cut,
            Base = isDelta ? start : null,
            Dimension = (int)ReadInt64(reader, ref at),
            Precision = (RowPrecision)ReadInt64(reader, ref at),
            StateFloats = (int)ReadInt64(reader, ref at),
            StepsPerTick = (int)ReadInt64(reader, ref at),
            Seed = (ulong)ReadInt64(reader, ref at),
            Optimizer = ReadText(reader, ref at),
            Table = ReadText(reader, ref at),
        };
    }

    /// <summary>Throws unless this is the header of the table that would write <paramref name="mine"/>.</summary>
    internal void CheckFits(SnapshotHeader mine, string path)
    {
        List<string> differences = [];
        Compare("name", Table, mine.Table);
        Compare("dimension", Dimension, mine.Dimension);
        Compare("precision", Precision, mine.Precision);
        Compare("optimiser", Optimizer, mine.Optimizer);
        Compare("optimiser state", StateFloats, mine.StateFloats);
        Compare("seed", Seed, mine.Seed);
        Compare("steps per tick", StepsPerTick, mine.StepsPerTick);
        if (differences.Count > 0) Throw.SnapshotMismatch(path, mine.Table, differences);

        void Compare<T>(string what, T found, T expected)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected)) differences.Add($"{what} is {found}, the table has {expected}");
        }
    }

    private static void WriteCut(BlockWriter writer, SnapshotCut cut)
    {
        foreach (long value in (ReadOnlySpan<long>)[cut.Step, cut.Pushes, cut.Removals, cut.Rows, cut.Waiting]) WriteInt64(writer, value);
    }

    private static SnapshotCut ReadCut(BlockReader reader, ref ReadOnlySpan<byte> at)
    {
        SnapshotCut cut = new(ReadInt64(reader, ref at), ReadInt64(reader, ref at), ReadInt64(reader, ref at),
            ReadInt64(reader, ref at), ReadInt64(reader, ref at));
        if (cut.Step < 0 || cut.Pushes < 0 || cut.Removals < 0 || cut.Rows < 0 || cut.Waiting < 0) reader.Damaged($"{cut}", "no negative count");
        if (cut.Step > SnapshotCut.MostSteps || cut.Pushes > SnapshotCut.MostSteps) reader.Damaged($"{cut}", $"at most {SnapshotCut.MostSteps} steps");
        return cut;
    }

    private static void WriteInt64(BlockWriter writer, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(writer.Record(sizeof(long)), value);

    private static long ReadInt64(BlockReader reader, ref ReadOnlySpan<byte> at)
    {
        if (at.Length < sizeof(long)) reader.Damaged("a header that ends early", "all its fields");
        long value = BinaryPrimitives.ReadInt64LittleEndian(at);
        at = at[sizeof(long)..];
        return value;
    }

    private static void WriteText(BlockWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteInt64(writer, bytes.Length);
        bytes.CopyTo(writer.Record(bytes.Length));
    }

    private static string ReadText(BlockReader reader, ref ReadOnlySpan<byte> at)
    {
        long length = ReadInt64(reader, ref at);
        if (length is < 0 or > MostNameBytes || length > at.Length) reader.Damaged($"a name of {length} bytes", $"0 to {Math.Min(MostNameBytes, at.Length)}");
        string text = Encoding.UTF8.GetString(at[..(int)length]);
        at = at[(int)length..];
        return text;
    }
}
