namespace Winnow.Data;

/// <summary>A folder holds no split, or a damaged one.</summary>
/// <param name="message">What came, what was expected, what to do.</param>
/// <param name="inner">The fault underneath, or null.</param>
public sealed class InvalidSplitException(string message, Exception? inner = null) : IOException(message, inner);
