namespace Winnow.Evaluation;

/// <summary>One bin of a calibration curve: rows of neighbouring scores, and how often they were positive.</summary>
/// <param name="Rows">Rows in the bin.</param>
/// <param name="Weight">Their weight; equals <paramref name="Rows"/> when no weights are given.</param>
/// <param name="LowestScore">Smallest score.</param>
/// <param name="HighestScore">Largest score.</param>
/// <param name="MeanScore">Weighted mean of the scores: what the model promised.</param>
/// <param name="PositiveRate">Weighted share of positives: what came.</param>
/// <param name="WilsonLow">Lower end of the 95 % Wilson interval of <paramref name="PositiveRate"/>.</param>
/// <param name="WilsonHigh">Upper end.</param>
public readonly record struct CalibrationBin(
    int Rows,
    double Weight,
    double LowestScore,
    double HighestScore,
    double MeanScore,
    double PositiveRate,
    double WilsonLow,
    double WilsonHigh);
