using System.Reflection;
using System.Xml.Linq;

namespace Winnow.Architecture.Tests;

/// <summary>Arrows between rooms point one way: a room may know only rooms that stand before it in DESIGN order.</summary>
public sealed class ReferenceDirectionTests
{
    /// <summary>Every room and the rooms it may refer to directly or through others.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Winnow.Numerics"] = [],
        ["Winnow.Embeddings"] = ["Winnow.Numerics"],
        ["Winnow.Data"] = ["Winnow.Numerics"],
        ["Winnow.Evaluation"] = ["Winnow.Numerics", "Winnow.Data"],
        ["Winnow.Retrieval"] = ["Winnow.Numerics"],
        ["Winnow.Models"] = ["Winnow.Numerics", "Winnow.Embeddings", "Winnow.Data", "Winnow.Evaluation", "Winnow.Retrieval"],
        ["Winnow.Training"] =
        [
            "Winnow.Numerics", "Winnow.Embeddings", "Winnow.Data", "Winnow.Evaluation", "Winnow.Retrieval", "Winnow.Models",
        ],
        ["Winnow.Store"] = ["Winnow.Numerics", "Winnow.Embeddings"],
        ["Winnow.Store.Module"] = ["Winnow.Numerics", "Winnow.Embeddings"],
        ["Winnow.Serving"] =
        [
            "Winnow.Numerics", "Winnow.Embeddings", "Winnow.Data", "Winnow.Evaluation", "Winnow.Retrieval", "Winnow.Models", "Winnow.Training",
        ],
        ["Winnow.Cli"] =
        [
            "Winnow.Numerics", "Winnow.Embeddings", "Winnow.Data", "Winnow.Evaluation", "Winnow.Retrieval", "Winnow.Models", "Winnow.Training",
            "Winnow.Store", "Winnow.Serving",
        ],
    };

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(SourceFolder).Select(d => Path.GetFileName(d))];

    private static string SourceFolder => Path.Combine(RepositoryRoot(), "src");

    [Theory, MemberData(nameof(Rooms))]
    public void Room_ProjectFile_RefersOnlyToEarlierRooms(string room)
    {
        Assert.True(Allowed.ContainsKey(room), $"src/{room} is a room that this test does not know: give it a line in Allowed.");
        XDocument project = XDocument.Load(Path.Combine(SourceFolder, room, room + ".csproj"));
        IEnumerable<string> referred = project.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
        Assert.All(referred, r => Assert.Contains(r, Allowed[room]));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void Room_CompiledAssembly_RefersOnlyToEarlierRooms(string room)
    {
        string file = room == "Winnow.Cli" ? "winnow.dll" : room + ".dll";
        Assembly assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, file));
        IEnumerable<string> referred = assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("Winnow.", StringComparison.Ordinal));
        Assert.All(referred, r => Assert.Contains(r, Allowed[room]));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void Room_CompiledAssembly_RefersToNoTestLibrary(string room)
    {
        string file = room == "Winnow.Cli" ? "winnow.dll" : room + ".dll";
        Assembly assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, file));
        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("xunit", StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Winnow.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException($"No Winnow.slnx above {AppContext.BaseDirectory}. Run the tests from a checkout.");
    }
}
