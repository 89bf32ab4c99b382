using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Winnow.Cli.Tests;

[Collection("console")]
public sealed class CheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_FileOfInteractions_IsCutCheckedSavedAndDrawn()
    {
        string log = Write("log.csv", Log()), page = Path.Combine(_folder, "page.html"), saved = Path.Combine(_folder, "split");

        CommandLine run = await CommandLine.RunAsync("data", "check", log, "--time", "time", "--split", "randomHoldOut:0.2", "--draws", "50", "--save", saved, "--html", page, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("warning", root.GetProperty("verdict").GetString());                   // a random split of a log with times
        Assert.Equal("svg", XDocument.Parse(File.ReadAllText(page).Replace("<!DOCTYPE html>", "")).Descendants().First(e => e.Name.LocalName == "svg").Name.LocalName);
        CommandLine again = await CommandLine.RunAsync("data", "check", saved, "--draws", "50", "--json");
        Assert.Equal(run.Output, again.Output);
    }

    [Fact]
    public async Task Check_TrainAndTestThatShareAPair_TellsTheFault()
    {
        string train = Write("train.txt", "ann x y z\nbob x w\ncid y w\n"), test = Write("test.txt", "ann w x\nbob y\ncid x\n");

        CommandLine run = await CommandLine.RunAsync("data", "check", train, "--test", test, "--layout", "lists");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("FAULT    leaked pairs     1 of 4 test pairs are in the training part", run.Output, StringComparison.Ordinal);
        Assert.Contains("Do not compare models on this split: 1 fault", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neither a file, nor a folder, nor a data set", "nothing")]
    [InlineData("is no split rule", "log.csv", "--split", "leaveTwoOut")]
    [InlineData("has no column 'time'", "log.csv", "--time", "time")]
    [InlineData("holds no split", ".")]
    [InlineData("--layout is 'rings'", "log.csv", "--layout", "rings")]
    public async Task Check_BadRequest_FailsWithOnePlainMessage(string message, string target, params string[] options)
    {
        Write("log.csv", "user,item\na,x\na,y\nb,x\nb,y\n");

        CommandLine run = await CommandLine.RunAsync(["data", "check", Path.Combine(_folder, target), .. options]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Log()
    {
        StringBuilder text = new("user,item,time\n");
        Random random = new(1);
        for (int user = 0; user < 80; user++)
            foreach (int item in Enumerable.Range(0, 60).OrderBy(i => i * random.NextDouble()).Take(12))
                text.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{random.Next(1000)}\n");
        return text.ToString();
    }
}
