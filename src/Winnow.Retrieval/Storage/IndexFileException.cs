namespace Winnow.Retrieval;

/// <summary>The file of an index could not be written, or what was read is not what was written.</summary>
/// <param name="message">What came, what was expected, what to do.</param>
/// <param name="inner">The fault underneath, if there is one.</param>
public sealed class IndexFileException(string message, Exception? inner = null) : Exception(message, inner);
