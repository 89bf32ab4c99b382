using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Each row by a random number of its own, found by file and line.</summary>
internal sealed class RandomParts(ulong seed, float validation, float test) : IPartRule
{
    private readonly RandomStream _random = new(seed, "split");

    public SplitPart PartOf(RecordBlock block, int row)
    {
        float u = _random.Fork((ulong)block.Start.File).Uniform((ulong)block.Line(row));
        return u < test ? SplitPart.Test : u < test + validation ? SplitPart.Validation : SplitPart.Train;
    }
}
