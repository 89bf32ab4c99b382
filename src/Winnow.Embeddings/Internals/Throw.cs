using System.Diagnostics.CodeAnalysis;

namespace Winnow.Embeddings;

/// <summary>Every exception of this room: what came, what was expected, what to do next.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    internal static void InvalidOptions(string what, List<string> faults) => throw new ArgumentException(
        $"The {what} options have {faults.Count} fault(s): {string.Join("; ", faults)}.");

    [DoesNotReturn]
    internal static void LengthsDiffer(string what, int actual, int keys) => throw new ArgumentException(
        $"There are {keys} keys but {actual} {what}. Pass one for each key, or none where that is allowed.");

    [DoesNotReturn]
    internal static void BlockShape(string what, int rows, int cols, int keys, int dimension) => throw new ArgumentException(
        $"The {what} matrix is {rows} × {cols}; {keys} keys of this table need at least {keys} rows of exactly {dimension} columns.");

    [DoesNotReturn]
    internal static void TableDisposed(string name) => throw new ObjectDisposedException(name,
        "This embedding table has been freed. Keep its owner alive for as long as it is used.");

    [DoesNotReturn]
    internal static void TooManyRows(uint rows) => throw new InvalidOperationException(
        $"The table has {rows} rows and a table holds fewer than 2³¹. Set a byte budget or a time to live, or split the keys over tables.");

    [DoesNotReturn]
    internal static void TooManyKeys(int keys, int most) => throw new ArgumentException(
        $"{keys} keys came at once; at most {most} can be reduced together. Cut the batch.");

    [DoesNotReturn]
    internal static void IndexLost(uint row) => throw new InvalidOperationException(
        $"The index has no entry for row {row}: its memory was overwritten, or two threads changed the table at once. " +
        "Let one thread train, and load the last snapshot.");

    [DoesNotReturn]
    internal static float LearningRate(float value) => throw new ArgumentOutOfRangeException(
        nameof(value), value, "The learning rate must be above 0 and finite. A rate of 0 means: do not push.");

    [DoesNotReturn]
    internal static void BudgetTooSmall(EmbeddingTableOptions options, long leastBytes) => throw new ArgumentException(
        $"A byte budget of {options.BudgetBytes} is too small for table '{options.Name}': two rows in each of its 256 segments take " +
        $"{leastBytes} bytes. Raise the budget, or set it to 0 for none.");
}
