namespace Winnow.Data;

public sealed partial class FeaturePlan
{
    /// <summary>Name of the file a plan is saved in, inside its folder.</summary>
    public const string FileName = "plan.bin";

    /// <summary>Saves the plan as one file: written aside, flushed to disk, renamed. What was there before stays until then.</summary>
    /// <param name="folder">Folder for the file; made if need be.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName), partial = path + ".partial";
        try
        {
            PlanFile.Write(partial, Schema.ToYaml(), Rows, _vocabularies.Values, _numbers);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Loads a plan. It encodes every record as the plan that was saved did.</summary>
    /// <param name="folder">The folder given to <see cref="Save"/>.</param>
    /// <exception cref="InvalidPlanException">There is no plan, or it is cut short, changed, foreign, or of another version.</exception>
    public static FeaturePlan Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        (string yaml, long rows, List<Vocabulary> vocabularies, Dictionary<string, NumberPlan> numbers) = PlanFile.Read(path);
        FeatureSchema schema = FeatureSchema.FromYaml(yaml, path);
        return new FeaturePlan(schema, vocabularies.ToDictionary(v => v.Table), numbers, rows);
    }
}
