"""TF-IDF with a linear SVM, everything at scikit-learn's defaults: accuracy on the test split.

Usage: python svm.py FILE.csv   (columns text, intent, split)
"""

import csv
import json
import sys

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
train = [row for row in rows if row["split"] == "train"]
test = [row for row in rows if row["split"] == "test"]
vectorizer = TfidfVectorizer()
model = LinearSVC(random_state=0)
model.fit(vectorizer.fit_transform([row["text"] for row in train]), [row["intent"] for row in train])
predicted = model.predict(vectorizer.transform([row["text"] for row in test]))
right = sum(p == row["intent"] for p, row in zip(predicted, test))
print(json.dumps({"accuracy": right / len(test), "version": sklearn.__version__}))
