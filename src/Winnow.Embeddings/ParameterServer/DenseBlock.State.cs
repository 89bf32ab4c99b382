using System.Text;
using System.Text.Unicode;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Writing and reading the block; writing allocates nothing managed and takes no lock, reading believes nothing.</content>
public sealed unsafe partial class DenseBlock
{
    /// <summary>Writes everything the block knows.</summary>
    /// <typeparam name="TSink">Where it goes.</typeparam>
    /// <param name="sink">Receives the blocks, the largest as long as the values.</param>
    public void Save<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        DenseHead head = DenseHead.Of(Options, Version, Parameter.Updates);
        sink.Write((byte*)&head, sizeof(DenseHead));
        fixed (byte* name = _name) sink.Write(name, _name.Length);
        long bytes = Options.Length * (long)sizeof(float);
        sink.Write((byte*)Parameter.Value.Data, bytes);
        int slots = StateSlots;
        for (int slot = 0; slot < slots; slot++)
            fixed (float* state = Parameter.State(slot)) sink.Write((byte*)state, bytes);
        if (_meanSquare is not null) sink.Write((byte*)_meanSquare.Pointer, bytes);
        _applied.Save(ref sink);
        _pending.Save(ref sink);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <typeparam name="TSource">Where it comes from.</typeparam>
    /// <param name="source">The blocks; not read further than this block goes.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>The block, or null if something is wrong.</returns>
    public static DenseBlock? Load<TSource>(ref TSource source, out string? fault) where TSource : struct, IStateSource
    {
        fault = "this is no dense block, or of another version";
        byte* block = source.Read(out long length);
        if (block is null || length != sizeof(DenseHead)) return null;
        DenseHead head = *(DenseHead*)block;
        byte* name = source.Read(out length);
        if (!head.IsKnown || name is null || length is < 1 or > DenseBlockOptions.MostNameBytes || !Utf8.IsValid(new ReadOnlySpan<byte>(name, (int)length))) return null;
        string text = Encoding.UTF8.GetString(name, (int)length);
        byte* values = source.Read(out length);
        if (values is null || length != head.Length * (long)sizeof(float)) return null;
        DenseBlock loaded;
        try
        {
            loaded = new(head.Options(text), new ReadOnlySpan<float>(values, head.Length));
        }
        catch (ArgumentException e)
        {
            fault = e.Message;
            return null;
        }
        fault = loaded.LoadBody(head, ref source);
        if (fault is null) return loaded;
        loaded.Dispose();
        return null;
    }

    private string? LoadBody<TSource>(in DenseHead head, ref TSource source) where TSource : struct, IStateSource
    {
        if (head.Version < 0 || head.Updates is < 0 or > SnapshotCut.MostSteps) return $"version {head.Version} after {head.Updates} updates";
        Version = head.Version;
        Parameter.Updates = head.Updates;
        for (int slot = 0; slot < StateSlots; slot++)
            if (!TryRead(ref source, Parameter.State(slot))) return "optimiser state is missing";
        if (_meanSquare is not null && !TryRead(ref source, _meanSquare.Span)) return "the mean square of the gradient is missing";
        return _applied.Load(ref source) ?? _pending.Load(ref source, _applied, CheckContribution);
    }

    private static bool TryRead<TSource>(ref TSource source, Span<float> target) where TSource : struct, IStateSource
    {
        byte* block = source.Read(out long length);
        if (block is null || length != target.Length * (long)sizeof(float)) return false;
        new ReadOnlySpan<float>(block, target.Length).CopyTo(target);
        return true;
    }

    private string? CheckContribution(Contribution part)
    {
        if (part.KeyCount != 0 || (part.Floats != 0 && part.Floats != Options.Length)) return $"a part of {part.Floats} numbers";
        return FiniteCheck.AllFinite(part.Gradients, part.Floats) ? null : "a gradient that is not finite";
    }

    /// <summary>Another block that holds the same and goes on independently.</summary>
    public DenseBlock Copy()
    {
        DenseBlock copy = new(Options, Values) { Version = Version };
        copy.Parameter.Updates = Parameter.Updates;
        for (int slot = 0; slot < StateSlots; slot++) Parameter.State(slot).CopyTo(copy.Parameter.State(slot));
        _meanSquare?.Span.CopyTo(copy._meanSquare!.Span);
        copy._applied.CopyFrom(_applied);
        copy._pending.CopyFrom(_pending);
        return copy;
    }

    /// <summary>A number that is equal for equal contents and, in all likelihood, differs for different ones.</summary>
    public ulong Digest()
    {
        DenseHead head = DenseHead.Of(Options, Version, Parameter.Updates);
        ulong digest = XxHash64.Of(new ReadOnlySpan<byte>(&head, sizeof(DenseHead)), XxHash64.Of(_name, 0));
        digest = DigestOf(Parameter.Values, digest);
        for (int slot = 0; slot < StateSlots; slot++) digest = DigestOf(Parameter.State(slot), digest);
        if (_meanSquare is not null) digest = DigestOf(_meanSquare.Span, digest);
        return KeyHash.Of(digest + _applied.Digest() + _pending.Digest());
    }

    private static ulong DigestOf(ReadOnlySpan<float> values, ulong seed) =>
        XxHash64.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values), seed);
}
