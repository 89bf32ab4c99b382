namespace Winnow.Data.Tests;

/// <summary>A test on published data, which is no part of the repository: skipped where WINNOW_DATA does not name its folder.</summary>
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DatasetStore.Variable)))
            Skip = $"{DatasetStore.Variable} is not set: the published data sets are not here.";
    }
}
