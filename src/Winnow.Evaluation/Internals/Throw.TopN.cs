using System.Diagnostics.CodeAnalysis;

namespace Winnow.Evaluation.Internals;

internal static partial class Throw
{
    [DoesNotReturn]
    internal static void NoCutoffs() => throw new ArgumentException(
        "No cut-off came, at least one was expected. Name the list lengths to judge, for example 5, 10, 20.", "Cutoffs");

    [DoesNotReturn]
    internal static void BadCutoff(IReadOnlyList<int> cutoffs, int index) => throw new ArgumentException(
        $"Cut-offs are {string.Join(", ", cutoffs)}; number {index + 1} is {cutoffs[index]}, but they must be at least 1 and ascend.", "Cutoffs");

    [DoesNotReturn]
    internal static void UserScoreNotFinite(int user, int item, float score) => throw new ArgumentException(
        $"User {user} has score {score} for item {item}; finite numbers were expected. " +
        "The model has diverged, or never learnt: lower the learning rate, or look for bad numbers in its input.", "scorer");

    [DoesNotReturn]
    internal static void ItemsDiffer(string what, int items, int expected) => throw new ArgumentException(
        $"{what} {items:N0} items, the held-out part has {expected:N0}. All must come from one split.", what);

    [DoesNotReturn]
    internal static void CutoffNotBelowCatalogue(int cutoff, int items) => throw new ArgumentException(
        $"Cut-off {cutoff:N0} came for a catalogue of {items:N0} items; the order of numpy is defined below the number of items only. " +
        "Lower the cut-off, or break ties by the random key.", "options");

    [DoesNotReturn]
    internal static void CutoffUnknown(int cutoff, IReadOnlyList<int> cutoffs) => throw new ArgumentOutOfRangeException(
        nameof(cutoff), cutoff, $"The report has the cut-offs {string.Join(", ", cutoffs)}; name one of them, or evaluate with {cutoff} among them.");

    [DoesNotReturn]
    internal static void NotPerUser(TopNMetric metric) => throw new ArgumentException(
        $"{metric} is a property of all lists together and has no value for one user. Ask for its mean.", nameof(metric));

    [DoesNotReturn]
    internal static void NoItemVectors() => throw new InvalidOperationException(
        "Intra-list diversity needs to know which items are alike. Set ItemVectors of the options: content features, or the training matrix by item.");

    [DoesNotReturn]
    internal static void NoValidation(string protocol) => throw new ArgumentException(
        $"The split ({protocol}) has no validation part. Cut one from the training part first.", "split");
}
