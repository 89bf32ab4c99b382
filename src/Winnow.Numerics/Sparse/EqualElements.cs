namespace Winnow.Numerics;

/// <summary>Which of several equal elements are kept where not all can be.</summary>
public enum EqualElements
{
    /// <summary>Those of the lower columns.</summary>
    LowerColumns,

    /// <summary>Those that numpy's <c>argpartition</c> puts first, the elements standing in the order in which the product first touches
    /// them: what the code of the RecSys 2019 study keeps. Several times slower.</summary>
    AsNumpyPartitions,
}
