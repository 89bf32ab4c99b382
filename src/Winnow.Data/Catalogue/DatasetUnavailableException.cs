namespace Winnow.Data;

/// <summary>A file of a data set is not here and cannot be fetched, or is not the one the catalogue describes.</summary>
/// <param name="message">What came, what was expected, where to put the file.</param>
/// <param name="inner">The fault underneath, or null.</param>
public sealed class DatasetUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
