using System.Diagnostics.CodeAnalysis;

namespace Winnow.Data.Marketplace.Internals;

internal static class Throw
{
    [DoesNotReturn]
    internal static void ClickRateOutOfReach(double wanted, double seen) => throw new ArgumentException(
        $"A click rate of {wanted:g4} is out of reach: positions are looked at with probability {seen:g4} on average. "
        + "Lower ClickRate, PositionBias or PageSize.");

    [DoesNotReturn]
    internal static void NoTruth(string path) => throw new InvalidDataException(
        $"{path}: no column '{MarketplaceSchema.TrueClickProbability}' in the first line. "
        + "Only files of the simulated marketplace have one.");

    [DoesNotReturn]
    internal static void BadTruth(string path, int line) => throw new InvalidDataException(
        $"{path}, line {line:N0}: no number in column '{MarketplaceSchema.TrueClickProbability}'. Write the log anew.");
}
