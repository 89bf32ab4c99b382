using System.Reflection;
using Winnow.Benchmarks;
using Winnow.Benchmarks.Serving;

if (args is [ServingHost.Verb, string release, string key]) return await ServingHost.RunAsync(release, key);

IBenchmark[] benchmarks = [.. Assembly.GetExecutingAssembly().GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)];

string[] unknown = [.. args.Where(arg => arg.StartsWith('-') && arg is not ("--json" or "--save"))];
string[] names = [.. args.Where(arg => !arg.StartsWith('-'))];
if (names.Length != 1 || unknown.Length > 0 || !benchmarks.Any(benchmark => benchmark.Name == names[0]))
{
    if (args.Length > 0) Console.Error.WriteLine($"Got '{string.Join(' ', args)}'; expected NAME [--json] [--save], NAME one of:");
    foreach (IBenchmark benchmark in benchmarks) Console.Error.WriteLine($"  {benchmark.Name,-10} {benchmark.Summary}");
    return args.Length == 0 ? 0 : 2;
}

IBenchmark chosen = benchmarks.Single(benchmark => benchmark.Name == names[0]);
Report report = new(chosen.Name, Machine.Description, [.. chosen.Run(Console.Error.WriteLine)]);
Console.WriteLine(args.Contains("--json") ? report.ToJson() : report.ToText());
if (args.Contains("--save"))
{
    string folder = Path.Combine("bench", "results", Machine.FolderName);
    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, $"{chosen.Name}.md"), report.ToMarkdown(chosen.Summary));
    foreach ((string path, string picture) in chosen.Pictures) File.WriteAllText(path, picture);
}
return 0;
