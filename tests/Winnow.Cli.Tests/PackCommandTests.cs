using System.Text.Json;

namespace Winnow.Cli.Tests;

[Collection("console")]
public sealed class PackCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pack_FunnelWithoutModels_WritesAReleaseThatChecks()
    {
        string release = Path.Combine(_folder, "shop");

        CommandLine packed = await CommandLine.RunAsync("pack", Funnel(), "-o", release, "--json");
        CommandLine intact = await CommandLine.RunAsync("pack", release, "--check");
        string file = Path.Combine(release, "items", "features.pack");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        CommandLine damaged = await CommandLine.RunAsync("pack", release, "--check");

        Assert.True(packed.ExitCode == 0, packed.Error);
        JsonElement root = JsonDocument.Parse(packed.Output).RootElement;
        Assert.StartsWith("shop-", root.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal((3, 2), (root.GetProperty("items").GetInt32(), root.GetProperty("users").GetInt32()));
        Assert.True(intact.ExitCode == 0, intact.Error);
        Assert.Contains("every byte checked", intact.Output, StringComparison.Ordinal);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("features.pack is damaged", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_NoSuchFunnel_ListsWhatShips()
    {
        CommandLine run = await CommandLine.RunAsync("pack", "nothing");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no funnel 'nothing'", run.Error, StringComparison.Ordinal);
    }

    private string Funnel()
    {
        string log = Path.Combine(_folder, "log.csv"), items = Path.Combine(_folder, "items.jsonl"), funnel = Path.Combine(_folder, "funnel.yaml");
        File.WriteAllText(log, "user,item\nann,a\nann,b\nbob,a\n");
        File.WriteAllText(items, """{"id":"a","title":"A"}""" + "\n" + """{"id":"c","title":"C"}""" + "\n");
        File.WriteAllText(funnel, $"catalogue: {{ items: {items}, interactions: {{ files: [{log}] }} }}\nrules: [{{ kind: seen }}]\n");
        return funnel;
    }
}
