namespace Winnow.Models;

/// <summary>A loss of one row of scores: of one user against the candidates of a batch.</summary>
internal unsafe interface IRowLoss
{
    /// <summary>Replaces scores by the slopes of the loss with respect to them. Returns the row's share of the loss.</summary>
    /// <param name="row">Number of the row in the batch.</param>
    /// <param name="scores">Inner products with the candidates, [cols]; slopes afterwards.</param>
    /// <param name="cols">Number of candidates.</param>
    double Run(int row, float* scores, int cols);
}
