namespace Winnow.Serving.Http;

/// <summary>A request cannot be answered; the outermost step turns this into problem details.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="message">What came, what was expected, what to do.</param>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;
}
