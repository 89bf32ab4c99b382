namespace Winnow.Cli.Tests;

/// <summary>What <c>winnow train --store</c> refuses before anything is read or started.</summary>
[Collection("console")]
public sealed class DistributedTrainCommandTests
{
    [Theory]
    [InlineData("--workers", "2", "--workers needs a parameter store")]
    [InlineData("--sync", "asp", "--sync needs a parameter store")]
    [InlineData("--join", "run", "--join needs a parameter store")]
    public async Task Train_OptionWithoutAStore_SaysHowToGetOne(string option, string value, string message)
    {
        CommandLine run = await CommandLine.RunAsync("train", "marketplace-fm", option, value);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("winnow store up", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sync nonsense", "--sync is 'nonsense'; expected bsp, ssp, asp, dc-asgd or hybrid.")]
    [InlineData("--sync asp --staleness 3", "--staleness is for --sync ssp.")]
    [InlineData("--lambda 1", "--lambda is for --sync dc-asgd.")]
    [InlineData("--sync dc-asgd --form square", "--form is 'square'; expected adaptive or constant.")]
    [InlineData("--shards 300", "--shards is 300; expected 1 to 256.")]
    [InlineData("--workers -1", "--workers is -1; expected at least 0.")]
    public async Task Train_FaultyOption_IsRefused(string options, string message)
    {
        CommandLine run = await CommandLine.RunAsync(["train", "marketplace-fm", "--store", "redis://127.0.0.1:1", .. options.Split(' ')]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_StoreNotThere_SaysSoAndHowToStartOne()
    {
        CommandLine run = await CommandLine.RunAsync("train", "marketplace-fm", "--store", "redis://127.0.0.1:1?deadlineMs=200");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be reached", run.Error, StringComparison.Ordinal);
        Assert.Contains("winnow store up", run.Error, StringComparison.Ordinal);
        Assert.Contains("--set training.microBatches=4", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_RecommenderWithAStore_IsRefused()
    {
        CommandLine run = await CommandLine.RunAsync("train", "ml-100k-easer", "--store", "redis://127.0.0.1:1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("only ranking models are trained with --store", run.Error, StringComparison.Ordinal);
    }
}
