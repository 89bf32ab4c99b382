using System.Reflection;
using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Tuning;

public sealed class TuningDataTests
{
    [Fact]
    public void Of_SplitWithoutValidation_IsRefused() =>
        Assert.Contains("no validation part", Assert.Throws<ArgumentException>(() => TuningData.Of(Split(null, Held(2)))).Message, StringComparison.Ordinal);

    /// <summary>Planted: the test part put in the place of the validation part.</summary>
    [Fact]
    public void Of_TestPartAsValidation_IsRefused() =>
        Assert.Contains("has seen the other", Assert.Throws<ArgumentException>(() => TuningData.Of(Split(Held(2), Held(2)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_SoundSplit_HoldsTrainAndValidation()
    {
        InteractionSplit split = Split(Held(1), Held(2));

        TuningData data = TuningData.Of(split);

        Assert.Same(split.Train, data.Train);
        Assert.Same(split.Validation, data.Validation);
    }

    /// <summary>Nothing that can be reached from what a search sees leads to a split, which has the test part.</summary>
    [Fact]
    public void PublicSurface_OfTheTuner_LeadsToNoTestPart()
    {
        Type[] tuning = [.. typeof(TuningData).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(TuningData).Namespace)];
        Assert.Contains(typeof(Tuner), tuning);
        foreach (Type type in tuning)
        {
            Assert.DoesNotContain(type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), f => f.FieldType == typeof(InteractionSplit));
            Assert.DoesNotContain(type.GetProperties(), p => p.PropertyType == typeof(InteractionSplit) || p.Name.Contains("Test", StringComparison.Ordinal));
            foreach (MethodBase method in (MethodBase[])[.. type.GetMethods(), .. type.GetConstructors()])
            {
                bool takesSplit = method.GetParameters().Any(p => p.ParameterType == typeof(InteractionSplit));
                Assert.True(!takesSplit || (type == typeof(TuningData) && method.Name == nameof(TuningData.Of)), $"{type.Name}.{method.Name} takes a whole split");
            }
        }
        Assert.Empty(typeof(TuningData).GetConstructors());
        Assert.Equal([typeof(HeldOut)], typeof(TuningData).GetProperties().Select(p => p.PropertyType).Where(t => t == typeof(HeldOut)));
        Assert.All(typeof(TuningData).GetProperties(), p => Assert.False(p.CanWrite));
    }

    private static InteractionSplit Split(HeldOut? validation, HeldOut test) =>
        new("by hand", new Interactions(IdIndex.Numbered(1), IdIndex.Numbered(4), [0], [0]), validation, test, "0000000000000000");

    private static HeldOut Held(int item) => new(
        [0], CsrMatrix.FromEntries(1, 4, [0], [0]), CsrMatrix.FromEntries(1, 4, [0], [item]));
}
