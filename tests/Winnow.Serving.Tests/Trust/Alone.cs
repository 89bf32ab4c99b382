namespace Winnow.Serving.Tests.Trust;

/// <summary>Tests that look at the memory or the load of the whole process: run one by one, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
