using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>Reliability diagram and expected calibration error over bins of equal mass.</summary>
/// <param name="Bins">Bins in ascending order of score, none empty.</param>
/// <param name="ExpectedError">ECE = Σ_b (W_b / W)·|mean score_b − positive rate_b|, in [0, 1].</param>
/// <param name="LargestError">max_b |mean score_b − positive rate_b|.</param>
/// <remarks>Equal mass instead of equal width, because click probabilities crowd near 0: Nguyen and O'Connor, EMNLP 2015.
/// Equal scores are never parted, so the result does not depend on the order of rows; a bin may then be larger than the
/// others.</remarks>
public sealed record CalibrationCurve(IReadOnlyList<CalibrationBin> Bins, double ExpectedError, double LargestError)
{
    internal static CalibrationCurve Build<TWeight>(
        ScoreOrder order, ReadOnlySpan<float> scores, TWeight weight, double totalWeight, int bins)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        List<CalibrationBin> done = new(bins);
        BinSums bin = default;
        double mass = 0, error = 0, largest = 0;
        uint[] entries = order.Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            int row = ScoreOrder.RowOf(entries[i]);
            bin.Add(scores[row], ScoreOrder.IsPositive(entries[i]), weight.At(row));
            bool tieGoesOn = i + 1 < entries.Length && !ScoreOrder.StartsTie(entries[i + 1]);
            bool full = mass + bin.Weight >= totalWeight * (done.Count + 1) / bins;
            if (tieGoesOn || !(full || i + 1 == entries.Length) || bin.Weight == 0) continue;
            CalibrationBin closed = bin.Close();
            done.Add(closed);
            mass += bin.Weight;
            double gap = Math.Abs(closed.MeanScore - closed.PositiveRate);
            error += bin.Weight / totalWeight * gap;
            largest = Math.Max(largest, gap);
            bin = default;
        }
        return new CalibrationCurve(done, error, largest);
    }

    private struct BinSums
    {
        private int _rows;
        private float _lowest, _highest;
        private double _squares, _scores, _positives;

        public double Weight { get; private set; }

        public void Add(float score, bool positive, double weight)
        {
            if (_rows++ == 0) _lowest = score;
            _highest = score;
            Weight += weight;
            _squares += weight * weight;
            _scores += weight * score;
            if (positive) _positives += weight;
        }

        public readonly CalibrationBin Close()
        {
            double rate = _positives / Weight;
            double effectiveRows = Weight * Weight / _squares;                   // Kish: as informative as so many equal rows
            (double low, double high) = WilsonInterval.Of(rate, effectiveRows);
            return new CalibrationBin(_rows, Weight, _lowest, _highest, _scores / Weight, rate, low, high);
        }
    }
}
