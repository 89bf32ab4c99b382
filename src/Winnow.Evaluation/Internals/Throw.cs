using System.Diagnostics.CodeAnalysis;

namespace Winnow.Evaluation.Internals;

/// <summary>Exceptions of this room: what came, what was expected, what to do next.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    internal static void NoRows() => throw new ArgumentException(
        "No rows to judge: scores has length 0, at least 1 was expected. Check the filter or split that produced them.",
        "scores");

    [DoesNotReturn]
    internal static void TooManyRows(int rows, int limit) => throw new ArgumentException(
        $"{rows:N0} rows came, at most {limit:N0} can be judged at once. Judge a sample, or parts of the log one by one.",
        "scores");

    [DoesNotReturn]
    internal static void LengthsDiffer(string name, int length, int rows) => throw new ArgumentException(
        $"{name} has length {length:N0}, the scores have {rows:N0}. Pass one value a row (or nothing, where it is optional).",
        name);

    [DoesNotReturn]
    internal static void ScoreNotFinite(int row, int count) => throw new ArgumentException(
        $"{count:N0} scores are NaN or infinite, the first in row {row:N0}; finite numbers were expected. " +
        "The model has diverged: lower the learning rate, or look for bad numbers in its input.", "scores");

    [DoesNotReturn]
    internal static void ScoreNotProbability(int row, float score, int count) => throw new ArgumentException(
        $"{count:N0} scores lie outside [0, 1], the first is {score:g6} in row {row:N0}; probabilities were expected. " +
        "Apply the sigmoid to logits first, or ask for the AUC alone, which takes any finite score.", "scores");

    [DoesNotReturn]
    internal static void LabelNotBinary(int row, float label) => throw new ArgumentException(
        $"The label of row {row:N0} is {label:g6}; 0 or 1 was expected. Map labels while reading (for example -1 to 0).",
        "labels");

    [DoesNotReturn]
    internal static void BadWeight(int row, float weight) => throw new ArgumentException(
        $"The weight of row {row:N0} is {weight:g6}; a finite number of at least 0 was expected.", "weights");

    [DoesNotReturn]
    internal static void NoWeight() => throw new ArgumentException(
        "All weights are 0, so nothing is left to judge. Give at least one row a positive weight.", "weights");

    [DoesNotReturn]
    internal static void NoGroupsToDraw() => throw new ArgumentException(
        "Resamples are to draw whole groups, but no groups came. Pass the group of each row, or draw rows.", "groups");

    [DoesNotReturn]
    internal static void OptionOutOfRange(string name, double value, string expected) => throw new ArgumentOutOfRangeException(
        name, value, $"{name} must lie in {expected}.");
}
