using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Winnow.Data;

/// <summary>One mapping of a YAML file, read key by key. Values are checked where they are read; keys nobody asked for are
/// faults that name the nearest legal key. All faults are collected and thrown at once by <see cref="Finish"/>.</summary>
/// <remarks>Built on YamlDotNet's representation model: no reflection. A faulty value reads as its fallback, so that one
/// run finds every fault. Not thread-safe.</remarks>
public sealed partial class YamlSection
{
    private readonly YamlMappingNode _node;
    private readonly FaultList _faults;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<YamlSection> _opened = [];

    private YamlSection(YamlMappingNode node, string path, FaultList faults)
    {
        (_node, Path, _faults) = (node, path, faults);
    }

    /// <summary>Where this section stands, such as <c>columns[2]</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>Line number of the section's first key, the first line is 1.</summary>
    public long Line => _node.Start.Line;

    /// <summary>The keys written in this section, in order.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.Select(k => (k as YamlScalarNode)?.Value ?? "");

    /// <summary>Parses a YAML text whose top is a mapping.</summary>
    /// <param name="text">The text; an empty one counts as an empty mapping.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InvalidYamlException">The text is not YAML, or its top is a list or a scalar.</exception>
    public static YamlSection Parse(string text, string file)
    {
        FaultList faults = new(file);
        YamlNode top = Load(text, faults) ?? new YamlMappingNode();
        if (top is YamlMappingNode map) return new YamlSection(map, "", faults);
        faults.Add(top, $"The file holds {Describe(top)}; expected `key: value` lines.");
        throw faults.ToException();
    }

    /// <summary>Reads and parses a YAML file.</summary>
    /// <exception cref="InvalidYamlException">As for <see cref="Parse"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static YamlSection Open(string path) => Parse(System.IO.File.ReadAllText(path), path);

    /// <summary>Whether the key is written here. Counts as asking for it.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether something else than null is written under the key. Counts as asking for it.</summary>
    public bool HasValue(string key) => Find(key) is { } node && !IsNull(node);

    /// <summary>Whether a mapping is written under the key. Counts as asking for it.</summary>
    public bool IsMapping(string key) => Find(key) is YamlMappingNode;

    /// <summary>Checks that every key was asked for, here and in all sections opened from here, and that no fault was met.</summary>
    /// <exception cref="InvalidYamlException">At least one fault; the message lists all of them.</exception>
    public void Finish()
    {
        ReportUnasked();
        if (_faults.Any) throw _faults.ToException();
    }

    /// <summary>Adds a fault at the value of a key, or at the section when the key is absent.</summary>
    /// <param name="key">The key concerned, or null for the section.</param>
    /// <param name="message">What came, what was expected, what to do.</param>
    public void Fault(string? key, string message) => _faults.Add((key is null ? null : Find(key)) ?? _node, message);

    private static YamlNode? Load(string text, FaultList faults)
    {
        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1) faults.Add(stream.Documents[1].RootNode, "A second YAML document; expected one.");
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            faults.Add(e.Start.Line, e.Start.Column, $"Not YAML: {(e.InnerException ?? e).Message}");
            throw faults.ToException();
        }
    }

    private void ReportUnasked()
    {
        foreach ((YamlNode key, _) in _node.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (_asked.Contains(name)) continue;
            string where = Path.Length == 0 ? "" : $" in {Path}";
            string legal = string.Join(", ", _asked.Order(StringComparer.Ordinal));
            _faults.Add(key, $"Unknown key '{name}'{where}.{NearestName.Hint(name, _asked)} Legal keys: {legal}.");
        }
        foreach (YamlSection section in _opened) section.ReportUnasked();
    }

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;
    }

    private YamlSection Opened(YamlMappingNode node, string path)
    {
        YamlSection section = new(node, path, _faults);
        _opened.Add(section);
        return section;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode s => string.Create(CultureInfo.InvariantCulture, $"'{s.Value}'"),
        _ => "something else",
    };

    /// <summary>The faults of one file, shared by its sections.</summary>
    private sealed class FaultList(string file)
    {
        private readonly List<YamlFault> _faults = [];
        private readonly Dictionary<YamlNode, string> _overrides = new(ReferenceEqualityComparer.Instance);

        public bool Any => _faults.Count > 0;

        public void Add(YamlNode at, string message)
        {
            if (_overrides.TryGetValue(at, out string? assignment)) AddOverride(assignment, message);
            else Add(at.Start.Line, at.Start.Column, message);
        }

        public void Add(long line, long column, string message) => _faults.Add(new YamlFault(line, column, message));

        public void AddOverride(string assignment, string message) => Add(0, 0, $"In the override '{assignment}': {message}");

        /// <summary>Remembers that a node and all below it came from an override and stand in no line of the file.</summary>
        public void Mark(YamlNode node, string assignment)
        {
            _overrides[node] = assignment;
            foreach (YamlNode below in node.AllNodes) _overrides[below] = assignment;
        }

        public InvalidYamlException ToException() =>
            new(file, [.. _faults.Distinct().OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }
}
