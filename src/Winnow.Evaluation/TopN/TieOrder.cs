namespace Winnow.Evaluation;

/// <summary>Who comes first among items of equal score.</summary>
public enum TieOrder
{
    /// <summary>A random key of (seed, user, item), the same in every run and for every model: nobody gains by the number of an item.</summary>
    RandomKey,

    /// <summary>What <c>argpartition(-scores, k)</c> and then <c>argsort</c> of numpy 1.24 leave, k being the largest cut-off: arbitrary
    /// and depending on item numbers, but what the code of the RecSys 2019 study published. Only for comparison with it.</summary>
    NumpyIntrosort,
}
