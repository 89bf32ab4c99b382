namespace Winnow.Data.Tests;

/// <summary>As <see cref="RealDataFactAttribute"/>, for several cases.</summary>
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DatasetStore.Variable)))
            Skip = $"{DatasetStore.Variable} is not set: the published data sets are not here.";
    }
}
