using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Recipes;

public sealed class RecipeTests
{
    private const string Small = "data: { name: frappe }\nmodel: { name: fm }";

    [Fact]
    public void Parse_FewKeys_LeavesDefaultsElsewhere()
    {
        Recipe recipe = Recipe.Parse(Small + "\ntraining: { epochs: 3, denseOptimizer: { name: sgd, momentum: 0.9 } }\nseed: 7", "r.yaml");

        Assert.Equal(("frappe", 3, 7ul), (recipe.Data.Name, recipe.Training.Epochs, recipe.Seed));
        Assert.Equal(new SgdOptimizer { Momentum = 0.9f }, recipe.Training.DenseOptimizer);
        Assert.Equal(new TrainingOptions().BatchSize, recipe.Training.BatchSize);
    }

    [Fact]
    public void Parse_TableSettings_InheritFromEmbeddings()
    {
        Recipe recipe = Recipe.Parse(Small + """

            training:
              tables:
                user: { admissionThreshold: 3, optimizer: { learningRate: 0.5 } }
              embeddings: { initialScale: 0.2, optimizer: { name: ftrl, l1: 0.1 } }
            """, "r.yaml");

        TableOptions user = recipe.Training.Table("user"), other = recipe.Training.Table("item");
        Assert.Equal((3, 0.2f, SparseAlgorithm.Ftrl, 0.1f, 0.5f),
            (user.AdmissionThreshold, user.InitialScale, user.Optimizer!.Algorithm, user.Optimizer!.L1, user.Optimizer!.LearningRate));
        Assert.Equal((1, 0.2f, SparseAlgorithm.Ftrl), (other.AdmissionThreshold, other.InitialScale, other.Optimizer!.Algorithm));
    }

    [Fact]
    public void Parse_ManyFaults_TellsAllWithPlaceAndNearestKey()
    {
        const string yaml = """
            data: { name: frappe }
            model: { name: fm }
            trainning: { epochs: 3 }
            training:
              batchsize: 100
              epochs: many
              denseOptimizer: { name: adamm }
              schedule: { name: step, floor: 0.1 }
            seed: -1
            """;

        InvalidYamlException e = Assert.Throws<InvalidYamlException>(() => Recipe.Parse(yaml, "r.yaml"));

        Assert.Contains("r.yaml:3:1: Unknown key 'trainning'. Did you mean 'training'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:5:3: Unknown key 'batchsize' in training. Did you mean 'batchSize'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:6:11: Key 'training.epochs' is 'many'; expected a whole number of at least 1.", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:7:27: Key 'training.denseOptimizer.name' is 'adamm'; expected one of adam, adamw, adagrad, sgd. Did you mean 'adam'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:8:27: Unknown key 'floor' in training.schedule.", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:9:7: Key 'seed' is '-1'", e.Message, StringComparison.Ordinal);
        Assert.Equal(6, e.Faults.Count);
    }

    [Theory]
    [InlineData("seed: 1", "says neither name")]
    [InlineData("data: { name: frappe, train: a.csv }", "more than one of name, train and interactions")]
    [InlineData("data: { name: frappe, interactions: { name: ml-100k } }", "more than one of name, train and interactions")]
    [InlineData("data: { interactions: { negatives: 1 } }", "says neither name (one of")]
    [InlineData("data: { interactions: { name: ml-100k, files: a.csv } }", "gives both name and files")]
    [InlineData("data: { interactions: { name: ml-100k, distil: { } } }", "names no teacher")]
    [InlineData("data: { interactions: { name: ml-100k, split: { name: userHoldOut } } }", "holds out whole users")]
    [InlineData("data: { interactions: { name: ml-100k } }\nsplit: { test: 0.3 }", "data.interactions.split")]
    [InlineData("data: { train: a.csv }", "no schema")]
    [InlineData("data: { name: frappe }\nsplit: { validation: 0.5, test: 0.5 }", "holds out 100 %")]
    [InlineData("data: { name: frappe }\ntraining: { shuffleWindow: 10 }", "is for streams")]
    public void Parse_KeysThatContradict_SaysWhatToDo(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => Recipe.Parse(yaml + "", "r.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Overrides_ReplaceAndAddValues()
    {
        Recipe recipe = Recipe.Parse(Small + "\ntraining: { epochs: 3 }", "r.yaml",
            "training.epochs=5", "evaluation.batchSize=10", "training.embeddings.optimizer={ name: adagrad, l2: 0.1 }", "data.train=[]");

        Assert.Equal((5, 10), (recipe.Training.Epochs, recipe.Evaluation.BatchSize));
        Assert.Equal((SparseAlgorithm.Adagrad, 0.1f), (recipe.Training.Embeddings.Optimizer!.Algorithm, recipe.Training.Embeddings.Optimizer!.L2));
    }

    [Theory]
    [InlineData("training.epochs=zero", "In the override 'training.epochs=zero': Key 'training.epochs' is 'zero'")]
    [InlineData("training.epoch=2", "In the override 'training.epoch=2': Unknown key 'epoch' in training. Did you mean 'epochs'?")]
    [InlineData("training.epochs", "In the override 'training.epochs': expected path=value")]
    [InlineData("training.epochs=[1", "In the override 'training.epochs=[1': Not YAML")]
    [InlineData("seed.x=1", "In the override 'seed.x=1'")]
    public void Parse_FaultyOverride_IsNamedInsteadOfALine(string assignment, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => Recipe.Parse(Small, "r.yaml", assignment)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToJson_AnyRecipe_ReadsBackToTheSame()
    {
        Recipe recipe = Recipe.Parse("""
            description: "a: b"
            data:
              train: [a.csv, b.csv]
              schema:
                columns:
                  - { name: user, kind: id, minCount: 2 }
                  - { name: price, kind: dense, transform: log }
                  - { name: click, kind: label, positive: "1" }
            model: { name: fm }
            threads: 1
            training:
              learningRate: 0.0003
              schedule: { name: decay, shape: linear, warmUpSteps: 5 }
              tables: { user: { precision: bFloat16, optimizer: { name: adam, beta1: 0.8 } } }
            """, "r.yaml");
        string json = recipe.ToJson().ToJsonString();

        Assert.Equal(json, Recipe.Parse(json, "model.json").ToJson().ToJsonString());
        Assert.Contains("\"learningRate\":0.0003", json, StringComparison.Ordinal);
        Assert.DoesNotContain("threads", json, StringComparison.Ordinal);
    }
}
