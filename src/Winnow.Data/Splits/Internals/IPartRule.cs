namespace Winnow.Data;

/// <summary>Says to which part a row belongs: a function of the row and of nothing else. Safe from any thread.</summary>
internal interface IPartRule
{
    SplitPart PartOf(RecordBlock block, int row);
}

/// <summary>The parts, in the order of time.</summary>
internal enum SplitPart
{
    Train,
    Validation,
    Test,
}
