namespace Winnow.Data;

/// <summary>One thing wrong in a YAML file.</summary>
/// <param name="Line">Line number, the first is 1; 0 for an override, which stands in no line.</param>
/// <param name="Column">Column number, the first is 1; 0 for an override.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public readonly record struct YamlFault(long Line, long Column, string Message);
