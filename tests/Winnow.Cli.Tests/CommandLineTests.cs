using System.Text.Json;

namespace Winnow.Cli.Tests;

/// <summary>Every verb from end to end on a small simulated log; standard output and exit code are what scripts rely on.</summary>
[Collection("console")]
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Train_ThenEvaluate_GivesTheSameMetricsTwice()
    {
        string log = await SimulateAsync(), model = Path.Combine(_folder, "model");

        CommandLine train = await CommandLine.RunAsync(["train", "marketplace-fm", "--json", "--output", model, .. Small(log)]);
        CommandLine evaluate = await CommandLine.RunAsync("evaluate", model, "--data", Path.Combine(log, "test.csv"), "--json");

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        double trained = JsonDocument.Parse(train.Output).RootElement.GetProperty("test").GetProperty("auc").GetDouble();
        double evaluated = JsonDocument.Parse(evaluate.Output).RootElement.GetProperty("auc").GetDouble();
        Assert.Equal(trained, evaluated);
        Assert.False(Directory.Exists(model + ".checkpoints"), "a finished run needs no checkpoints");
        Assert.True(File.Exists(Path.Combine(model, "report.html")));
    }

    [Fact]
    public async Task Train_MalformedRow_IsReportedWithFileAndLine()
    {
        string log = await SimulateAsync();
        await File.AppendAllTextAsync(Path.Combine(log, "train.csv"), "too,few,fields\n");

        CommandLine train = await CommandLine.RunAsync(
            ["train", "marketplace-lr", "--json", "--output", Path.Combine(_folder, "model"), .. Small(log)]);

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Equal(1, JsonDocument.Parse(train.Output).RootElement.GetProperty("badRows").GetInt32());
        Assert.Contains("train.csv", train.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_OnAFile_InfersColumnsAndComparesThreeModels()
    {
        string log = await SimulateAsync(), output = Path.Combine(_folder, "quickstart");

        CommandLine run = await CommandLine.RunAsync(
            "quickstart", "--data", Path.Combine(log, "train.csv"), "--output", output, "--json", "--set", "training.epochs=1");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["LR", "FM", "DeepFM"], json.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()!));
        Assert.True(File.Exists(json.GetProperty("report").GetString()));
        Assert.True(File.Exists(Path.Combine(output, "schema.yaml")));
    }

    [Fact]
    public async Task Describe_SimulatedLog_FindsTheLabel()
    {
        string log = await SimulateAsync();

        CommandLine run = await CommandLine.RunAsync("data", "describe", Path.Combine(log, "train.csv"), "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("click", JsonDocument.Parse(run.Output).RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task List_AsJson_NamesTheCatalogue()
    {
        CommandLine run = await CommandLine.RunAsync("data", "list", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            JsonDocument.Parse(run.Output).RootElement.GetProperty("datasets").EnumerateArray(),
            d => d.GetProperty("name").GetString() == "frappe");
    }

    [Theory]
    [InlineData("no recipe 'nothing'", "train", "nothing")]
    [InlineData("Did you mean 'epochs'?", "train", "frappe-lr", "--set", "training.epoch=3")]
    [InlineData("is not there", "evaluate", "no-such-model")]
    [InlineData("no suite 'nothing'", "benchmark", "nothing")]
    [InlineData("neither a file nor a data set", "quickstart", "--data", "nothing")]
    [InlineData("has no data set 'nothing'", "data", "get", "nothing")]
    public async Task AnyVerb_BadRequest_FailsWithOnePlainMessage(string message, params string[] args)
    {
        CommandLine run = await CommandLine.RunAsync(args);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("data", "describe")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("benchmark")]
    public async Task AnyVerb_Help_ExplainsItsOptions(params string[] verb)
    {
        CommandLine run = await CommandLine.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
    }

    private async Task<string> SimulateAsync()
    {
        string log = Path.Combine(_folder, "log");
        CommandLine run = await CommandLine.RunAsync(
            "data", "simulate", log, "--users", "300", "--items", "200", "--days", "6", "--impressions", "12000");
        Assert.True(run.ExitCode == 0, run.Error);
        return log;
    }

    private static string[] Small(string log) =>
    [
        "--set", $"data={{ train: ['{log}/train.csv'], validation: ['{log}/validation.csv'], test: ['{log}/test.csv'], schemaFile: '{log}/schema.yaml' }}",
        "--set", "training.epochs=2",
    ];
}
