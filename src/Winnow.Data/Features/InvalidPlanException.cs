namespace Winnow.Data;

/// <summary>A saved plan cannot be used: missing, cut short, changed, of another version, or no plan at all.</summary>
/// <param name="message">Which file, what came, what was expected, what to do.</param>
/// <param name="inner">The fault underneath, or null.</param>
public sealed class InvalidPlanException(string message, Exception? inner = null) : IOException(message, inner);
