using YamlDotNet.RepresentationModel;

namespace Winnow.Data;

public sealed partial class YamlSection
{
    /// <summary>Puts a value from outside the file under a key, replacing what the file says; sections on the way are made.</summary>
    /// <param name="assignment">Dotted path and YAML value, <c>training.batchSize=1024</c> or <c>model.hidden=[64, 32]</c>.
    /// Faults of the value, found now or later, are told under this text instead of a line of the file.</param>
    public void Override(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string[] path = (equals < 0 ? assignment : assignment[..equals]).Split('.');
        if (equals < 0 || path.Any(string.IsNullOrWhiteSpace))
        {
            _faults.AddOverride(assignment, "expected path=value, such as training.batchSize=1024.");
            return;
        }

        if (ParseValue(assignment, assignment[(equals + 1)..]) is not { } value) return;
        YamlMappingNode at = _node;
        foreach (string key in path[..^1]) at = Opened(at, new YamlScalarNode(key.Trim()), assignment);
        _faults.Mark(value, assignment);
        YamlScalarNode name = new(path[^1].Trim());
        _faults.Mark(name, assignment);
        at.Children.Remove(name);
        at.Children.Add(name, value);
    }

    private YamlNode? ParseValue(string assignment, string text)
    {
        FaultList own = new(assignment);
        try
        {
            return Load(text, own) ?? new YamlScalarNode("");
        }
        catch (InvalidYamlException e)
        {
            foreach (YamlFault fault in e.Faults) _faults.AddOverride(assignment, fault.Message);
            return null;
        }
    }

    private YamlMappingNode Opened(YamlMappingNode at, YamlScalarNode key, string assignment)
    {
        if (at.Children.TryGetValue(key, out YamlNode? found) && found is YamlMappingNode section) return section;
        _faults.Mark(key, assignment);
        YamlMappingNode made = [];
        _faults.Mark(made, assignment);
        at.Children.Remove(key);
        at.Children.Add(key, made);
        return made;
    }
}
