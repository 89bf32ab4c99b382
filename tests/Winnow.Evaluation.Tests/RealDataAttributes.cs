using Winnow.Data;

namespace Winnow.Evaluation.Tests;

/// <summary>A test on published data, which is no part of the repository: skipped where WINNOW_DATA does not name its folder.</summary>
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DatasetStore.Variable)))
            Skip = $"{DatasetStore.Variable} is not set: the published data sets are not here.";
    }
}
