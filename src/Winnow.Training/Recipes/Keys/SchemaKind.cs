using System.Text.Json.Nodes;
using Winnow.Data;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Winnow.Training.Recipes;

/// <summary>A feature schema written inside a recipe. What its keys mean is known to <see cref="FeatureSchema"/> alone.</summary>
internal sealed class SchemaKind : ValueKind<FeatureSchema?>
{
    /// <summary>Stands for a schema whose faults are noted: it was given, so nobody should complain that it is missing.</summary>
    private static readonly FeatureSchema s_faulty = new([new Column("faulty", ColumnKind.Label)]);

    public override FeatureSchema? Read(YamlSection section, string key, FeatureSchema? standing) =>
        section.OptionalSection(key) is { } own ? FeatureSchema.FromYaml(own) ?? s_faulty : standing;

    public override JsonNode? ToJson(FeatureSchema? value)
    {
        if (value is null) return null;
        YamlStream yaml = [];
        yaml.Load(new StringReader(value.ToYaml()));
        return ToJson(yaml.Documents[0].RootNode);
    }

    public override JsonObject Schema() => new() { ["type"] = "object" };

    private static JsonNode ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, (JsonNode?)ToJson(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => ToJson(scalar),
        _ => throw new NotSupportedException("A schema holds mappings, lists and scalars only."),
    };

    /// <summary>Plain numbers and flags stay what they are; everything else is text.</summary>
    private static JsonValue ToJson(YamlScalarNode scalar)
    {
        string text = scalar.Value ?? "";
        if (scalar.Style == ScalarStyle.Plain && text is "true" or "false") return JsonValue.Create(text == "true");
        return scalar.Style == ScalarStyle.Plain && decimal.TryParse(text, out decimal number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
