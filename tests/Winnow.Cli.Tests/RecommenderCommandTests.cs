using System.Globalization;
using System.Text;
using System.Text.Json;
using Winnow.Numerics;

namespace Winnow.Cli.Tests;

/// <summary>The verbs for recommenders from end to end on a small log of two tastes.</summary>
[Collection("console")]
public sealed class RecommenderCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-cli-").FullName;

    public RecommenderCommandTests() => File.WriteAllText(At("log.csv"), Log());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TrainEvaluateCompare_OneLog_AgreeWithEachOther()
    {
        string knn = Recipe("knn", "{ name: itemKnn, topK: 20, shrink: 2 }"), popular = Recipe("popular", "topPopular");

        JsonElement trained = await JsonAsync("train", knn, "--output", At("model"), "--json");
        JsonElement evaluated = await JsonAsync("evaluate", At("model"), "--json");
        JsonElement compared = await JsonAsync("compare", At("model"), popular, "--json");

        Assert.Equal(Ndcg(trained, 0), Ndcg(evaluated, 0));
        Assert.Equal(Ndcg(trained, 0), Ndcg(compared, 0));
        Assert.Equal("model", compared.GetProperty("reference").GetString());
        Assert.True(Ndcg(compared, 1) < Ndcg(compared, 0));
        Assert.Equal("▼", Metric(compared, 1).GetProperty("mark").GetString());
        Assert.Equal(16, compared.GetProperty("fingerprint").GetString()!.Length);
    }

    [Fact]
    public async Task Tune_RecordCutShort_GoesOnAndEndsAlike()
    {
        string knn = Recipe("knn", "itemKnn");
        JsonElement whole = await JsonAsync("tune", knn, "--cases", "6", "--random", "3", "--output", At("whole"), "--json");
        string[] lines = File.ReadAllLines(At("whole.trials.jsonl"));
        File.WriteAllText(At("cut.trials.jsonl"), string.Join('\n', lines.Take(4)) + "\n" + lines[4][..20]);     // as a kill leaves it

        JsonElement resumed = await JsonAsync("tune", knn, "--cases", "6", "--random", "3", "--output", At("cut"), "--json");
        JsonElement trained = await JsonAsync("train", At("cut.yaml"), "--output", At("model"), "--json");

        Assert.Equal(3, resumed.GetProperty("replayed").GetInt32());
        Assert.Equal(whole.GetProperty("best").GetProperty("settings").ToString(), resumed.GetProperty("best").GetProperty("settings").ToString());
        Assert.Equal(File.ReadAllText(At("whole.yaml")), File.ReadAllText(At("cut.yaml")));
        Assert.Equal(Ndcg(resumed.GetProperty("test"), 0), Ndcg(trained, 0));
    }

    [Fact]
    public async Task Compare_OtherSeedOfTheSplit_IsRefused()
    {
        string one = Recipe("one", "topPopular", "split: { name: randomHoldOut }"), other = Recipe("other", "topPopular", "split: { name: randomHoldOut }\nseed: 7");

        CommandLine run = await CommandLine.RunAsync("compare", one, other);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("must not stand in one table: the splits differ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AsText_PrintsTableProtocolAndPlace()
    {
        CommandLine run = await CommandLine.RunAsync("train", Recipe("als", "{ name: implicitAls, factors: 8, epochs: 10 }"), "--output", At("model"), "--set", "training.evaluateEvery=2");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("NDCG@10", run.Output, StringComparison.Ordinal);
        Assert.Contains("leave-one-out (last by time)", run.Output, StringComparison.Ordinal);
        Assert.Contains("fingerprint", run.Output, StringComparison.Ordinal);
        Assert.Contains("epochs selected on the validation part", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean 'topK'?", "train", "knn.yaml", "--set", "model.topk=3")]
    [InlineData("more than the 2 of search.cases", "tune", "knn.yaml", "--cases", "2")]
    [InlineData("takes recommenders", "tune", "frappe-lr")]
    [InlineData("takes recommenders", "compare", "frappe-lr")]
    [InlineData("no recipe 'nothing'", "compare", "nothing")]
    [InlineData("No model is called 'x'", "compare", "knn.yaml", "--reference", "x")]
    public async Task AnyVerb_BadRequest_FailsWithOnePlainMessage(string message, params string[] args)
    {
        Recipe("knn", "{ name: itemKnn }");

        CommandLine run = await CommandLine.RunAsync([.. args.Select(a => a.EndsWith(".yaml", StringComparison.Ordinal) ? At(a) : a)]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("tune"), InlineData("compare")]
    public async Task AnyVerb_Help_ExplainsItsOptions(string verb) => Assert.Contains("--json", (await CommandLine.RunAsync(verb, "--help")).Output, StringComparison.Ordinal);

    private static JsonElement Metric(JsonElement comparison, int model) => comparison.GetProperty("models")[model].GetProperty("metrics").GetProperty("NDCG@10");

    private static double Ndcg(JsonElement comparison, int model) => Metric(comparison, model).GetProperty("value").GetDouble();

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        CommandLine run = await CommandLine.RunAsync(args);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Recipe(string name, string model, string more = "")
    {
        File.WriteAllText(At(name + ".yaml"), $"description: {name}\ndata: {{ files: ['{At("log.csv")}'], time: time }}\nmodel: {model}\n{more}\n");
        return At(name + ".yaml");
    }

    private static string Log()
    {
        RandomStream random = new(5, "laboratory");
        StringBuilder text = new("user,item,time\n");
        for (int user = 0; user < 100; user++)
        {
            SortedSet<int> taken = [];
            for (ulong draw = 0; taken.Count < 12; draw++)
            {
                ulong at = ((ulong)user * 1000) + (4 * draw);
                int half = random.Uniform(at) < 0.85 ? user % 2 : 1 - (user % 2);
                taken.Add((half * 30) + (int)(random.Uniform(at + 1) * 30));
            }
            foreach (int item in taken) text.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{random.Below((ulong)((user * 100) + item), 100_000)}\n");
        }
        return text.ToString();
    }
}
